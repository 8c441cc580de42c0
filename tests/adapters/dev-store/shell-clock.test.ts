import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DevClock } from '../../dev-store/controls/clock.ts';

let clock: DevClock;
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 21) });
  clock = new DevClock();
});
afterEach(() => {
  clock.stop();
  vi.useRealTimers();
});

const start = Date.UTC(2026, 10, 21);

describe('the clock', () => {
  test('left alone → real time', () => {
    vi.advanceTimersByTime(1500);
    expect(clock.now()).toBe(start + 1500);
  });

  test('advanced → timers fire in order, each at its own instant, those they set included', async () => {
    const fired: string[] = [];
    clock.schedule(start + 3000, () => void fired.push(`late ${clock.now() - start}`));
    clock.schedule(start + 1000, () => {
      fired.push(`early ${clock.now() - start}`);
      clock.schedule(clock.now() + 500, () => void fired.push(`chained ${clock.now() - start}`));
    });
    await clock.advance(2000);
    expect(fired).toEqual(['early 1000', 'chained 1500']);
    expect(clock.now()).toBe(start + 2000);
    await clock.advance(1000);
    expect(fired.at(-1)).toBe('late 3000');
  });

  test('a rate → so many seconds a second, from where it stands; timers come as much sooner', async () => {
    const fired: number[] = [];
    clock.schedule(start + 60_000, () => void fired.push(clock.now() - start));
    clock.setRate(30);
    expect(clock.now()).toBe(start);
    await vi.advanceTimersByTimeAsync(1000);
    expect(clock.now()).toBe(start + 30_000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(fired).toEqual([60_000]);
    clock.setRate(1);
    vi.advanceTimersByTime(500);
    expect(clock.now()).toBe(start + 60_500);
  });

  test('set while it has a rate → the rate goes on from there', async () => {
    clock.setRate(10);
    await clock.set(start + 5000);
    vi.advanceTimersByTime(100);
    expect(clock.now()).toBe(start + 6000);
  });

  test('work under way → time waits for it', async () => {
    let finish = (): void => undefined;
    clock.track(
      new Promise((resolve) => {
        finish = resolve;
      }),
    );
    const moved = clock.advance(1000).then(() => clock.now());
    expect(clock.now()).toBe(start);
    finish();
    expect(await moved).toBe(start + 1000);
  });

  test('frozen → stands still while real time passes, and goes on from there', async () => {
    clock.freeze();
    vi.advanceTimersByTime(60_000);
    expect(clock.now()).toBe(start);
    await clock.advance(10);
    clock.unfreeze();
    vi.advanceTimersByTime(5);
    expect(clock.now()).toBe(start + 15);
  });

  test('a timer in real time → fires by itself; taken back → never', async () => {
    const fired = vi.fn();
    clock.schedule(start + 100, fired);
    const cancel = clock.schedule(start + 100, () => fired('cancelled'));
    cancel();
    await vi.advanceTimersByTimeAsync(100);
    expect(fired).toHaveBeenCalledTimes(1);
    expect(fired).not.toHaveBeenCalledWith('cancelled');
  });

  test('a timer further away than a timeout can reach → not early', async () => {
    const fired = vi.fn();
    clock.schedule(start + 60 * 86_400_000, fired);
    await vi.advanceTimersByTimeAsync(59 * 86_400_000);
    expect(fired).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2 * 86_400_000);
    expect(fired).toHaveBeenCalledOnce();
  });

  test('a history written as of another time → now() says that time inside, the present after, even when it throws', () => {
    expect(clock.asOf(42, () => clock.now())).toBe(42);
    expect(() =>
      clock.asOf(42, () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(clock.now()).toBe(start);
  });
});
