import type { BrowserWindow, Display, Menu, NativeImage, Notification, Tray, WebContents } from 'electron';
import type { FakeImage, FakeMenu, FakeNotification, FakeTray } from './electron-parts-double.ts';
import type { FakeContents, FakeWindow } from './electron-window-double.ts';

/**
 * What a double has to be like, by Electron's own types: each member there, of the arguments and the answer that they
 * say, where doubles stand in for Electron's own objects. As properties, not as methods: the compiler takes a method
 * whose arguments are narrower.
 */
export type Held<Real> = {
  [Name in keyof Real]: Name extends 'on' | 'once' | 'off' ? Listening : HeldMember<Real[Name]>;
};

type HeldMember<Member> = Member extends WebContents
  ? FakeContents
  : Member extends abstract new (
        ...args: infer Args
      ) => infer Made
    ? new (
        ...args: StandIns<Args>
      ) => StandIn<Made>
    : Member extends (...args: infer Args) => infer Answer
      ? (...args: StandIns<Args>) => StandIn<Answer>
      : Member extends object
        ? Held<Member>
        : Member;

/** Overloaded by each event's name: electron-events.ts holds those that the doubles emit. */
type Listening = (event: never, listener: never) => unknown;

type StandIns<Values extends unknown[]> = { [Index in keyof Values]: StandIn<Values[Index]> };

type StandIn<Value> = 0 extends Value & 1
  ? Value
  : Value extends BrowserWindow
    ? FakeWindow
    : Value extends WebContents
      ? FakeContents
      : Value extends Tray
        ? FakeTray
        : Value extends Menu
          ? FakeMenu
          : Value extends NativeImage
            ? FakeImage
            : Value extends Notification
              ? FakeNotification
              : Value extends Display[]
                ? Pick<Display, 'workArea'>[]
                : Value;
