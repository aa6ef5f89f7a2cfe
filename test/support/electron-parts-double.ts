import { EventEmitter } from 'node:events';
import type {
  AddRepresentationOptions,
  Menu,
  MenuItemConstructorOptions,
  NativeImage,
  Notification,
  NotificationConstructorOptions,
  Tray,
} from 'electron';
import type { NotificationEvents, TrayEvents } from './electron-events.ts';
import type { Held } from './electron-held.ts';

export class FakeImage implements Held<Pick<NativeImage, 'addRepresentation' | 'setTemplateImage'>> {
  dataUrls: string[] = [];
  isTemplate = false;
  addRepresentation({ dataURL }: AddRepresentationOptions): void {
    this.dataUrls.push(dataURL ?? '');
  }
  setTemplateImage(option: boolean): void {
    this.isTemplate = option;
  }
}

export class FakeTray
  extends EventEmitter<TrayEvents>
  implements Held<Pick<Tray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy'>>
{
  image: FakeImage | string;
  toolTip = '';
  destroyed = false;
  menu: FakeMenu | null = null;
  constructor(image: FakeImage | string) {
    super();
    this.image = image;
  }
  setImage(image: FakeImage | string): void {
    this.image = image;
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: FakeMenu | null): void {
    this.menu = menu;
  }
  destroy(): void {
    this.destroyed = true;
  }
}

export class FakeMenu implements Held<Pick<Menu, 'popup'>> {
  readonly template: MenuItemConstructorOptions[];
  onPopup = (_template: MenuItemConstructorOptions[]) => {};
  constructor(template: MenuItemConstructorOptions[]) {
    this.template = template;
  }
  popup(): void {
    this.onPopup(this.template);
  }
  /** The entry of this label, in whatever submenu. */
  entry(label: string, within = this.template): MenuItemConstructorOptions | undefined {
    for (const item of within) {
      if (item.label?.replace('&', '') === label) return item;
      const below = Array.isArray(item.submenu) ? this.entry(label, item.submenu) : undefined;
      if (below) return below;
    }
    return undefined;
  }
  press(label: string): void {
    const item = this.entry(label);
    if (!item?.click) throw new Error(`there is no ${label} to press`);
    item.click({} as never, undefined, {} as never);
  }
}

export class FakeNotification extends EventEmitter<NotificationEvents> implements Held<Pick<Notification, 'show'>> {
  readonly options: NotificationConstructorOptions | undefined;
  shown = false;
  constructor(options?: NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  show(): void {
    this.shown = true;
  }
}
