/** Puts `text` on the clipboard. `id` must be the only one of its kind on the page. */
export function CopyButton({ id, text, label }: { id: string; text: string; label: string }) {
  return (
    <>
      <s-clipboard-item id={id} text={text} />
      <s-button variant="secondary" command="--copy" commandFor={id} accessibilityLabel={`${label}: ${text}`}>
        {label}
      </s-button>
    </>
  );
}
