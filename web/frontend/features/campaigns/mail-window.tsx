import { useEffect, useRef, useState } from 'react';

/** Width at which a mail is laid out, px: its one column of 600 with room around it, and a common phone. */
const WIDTHS = { desktop: 640, phone: 360 } as const;
export type MailWidth = keyof typeof WIDTHS;
const HEIGHT = 560;

/** The mail in a window that can run nothing and reach nothing; a wide one is shrunk to the room there is. */
export function MailWindow({ html, title, width }: { html: string; title: string; width: MailWidth }) {
  const box = useRef<HTMLDivElement>(null);
  const room = useRoom(box);
  const scale = room === null ? 1 : Math.min(1, room / WIDTHS[width]);
  return (
    <div className="mail-window" ref={box} style={{ blockSize: HEIGHT * scale }}>
      <iframe
        // No scripts, no forms, no origin of its own.
        sandbox=""
        title={title}
        srcDoc={html}
        width={WIDTHS[width]}
        height={HEIGHT}
        style={{ transform: `scale(${scale})` }}
      />
    </div>
  );
}

function useRoom(box: { current: HTMLElement | null }): number | null {
  const [room, setRoom] = useState<number | null>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return room;
}
