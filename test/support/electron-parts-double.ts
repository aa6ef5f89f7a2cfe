import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';

export class FakeImage {
  dataUrls: string[] = [];
  isTemplate = false;
  addRepresentation({ dataURL }: { dataURL?: string }): void {
    this.dataUrls.push(dataURL ?? '');
  }
  setTemplateImage(option: boolean): void {
    this.isTemplate = option;
  }
}

export class FakeTray extends EventEmitter {
  image: FakeImage;
  toolTip = '';
  destroyed = false;
  menu: FakeMenu | undefined;
  constructor(image: FakeImage) {
    super();
    this.image = image;
  }
  setImage(image: FakeImage): void {
    this.image = image;
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: FakeMenu): void {
    this.menu = menu;
  }
  destroy(): void {
    this.destroyed = true;
  }
}

export class FakeMenu {
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

export class FakeNotification extends EventEmitter {
  readonly options: { title: string; body: string };
  shown = false;
  constructor(options: { title: string; body: string }) {
    super();
    this.options = options;
  }
  show(): void {
    this.shown = true;
  }
}
