/** Line icons on a 16-unit grid, drawn here because nothing may be loaded from outside. */
const PATHS = {
  plus: 'M8 3v10M3 8h10',
  hand: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 4.9v3.6M8 11h.01',
  person: 'M8 7.4a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM2.8 13.8c.5-2.6 2.6-4 5.2-4s4.7 1.4 5.2 4',
  tray: 'M2.2 9.2h3l1 1.8h3.6l1-1.8h3M2.2 9.2 4 3.2h8l1.8 6v3.6H2.2V9.2Z',
  pencil: 'm10.6 2.8 2.6 2.6-7.6 7.6-3.2.6.6-3.2 7.6-7.6Z',
  check: 'm3 8.6 3.2 3.2L13 4.6',
  gear: 'M3 4.5h6M12.5 4.5h.5M3 11.5h.5M7 11.5h6M10.7 6.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4ZM5.3 13.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 2.8V8l2.2 1.4',
  unjudged:
    'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM6.3 6.5a1.7 1.7 0 1 1 2.5 1.5c-.5.3-.8.6-.8 1.2M8 11.4h.01',
  flame: 'M8 1.8 14.4 13H1.6L8 1.8ZM8 6.2v3.2M8 11.4h.01',
  back: 'M9.8 3.2 5 8l4.8 4.8',
  close: 'm4 4 8 8M12 4l-8 8',
  send: 'M8 13V3.2M3.8 7.2 8 3l4.2 4.2',
  phone: 'M5.4 2.4 3 3c-.6 4.8 4.6 10 9.8 10l.6-2.4-2.8-1.5-1.2 1.2C7.8 9.7 6.3 8.2 5.7 6.6l1.2-1.2-1.5-3Z',
  clip: 'm13.2 7.4-5.3 5.3a3.2 3.2 0 0 1-4.6-4.6l5.6-5.5a2.1 2.1 0 0 1 3 3l-5.5 5.5a1 1 0 0 1-1.5-1.5l4.8-4.8',
  file: 'M4 1.8h5l3 3v9.4H4V1.8ZM9 1.8v3h3',
  bell: 'M3.4 11.6h9.2c-1-1-1.4-2-1.4-4.6a3.2 3.2 0 0 0-6.4 0c0 2.6-.4 3.6-1.4 4.6ZM6.8 13.8h2.4',
  bellOff:
    'M5 6.2c-.1 3-.5 4.4-1.6 5.4h8M6.2 4.4A3.2 3.2 0 0 1 11.2 7c0 1.3.1 2.2.3 3M6.8 13.8h2.4M2.4 2.4l11.2 11.2',
  dots: 'M3.6 8a.3.3 0 1 1-.6 0 .3.3 0 0 1 .6 0ZM8.3 8a.3.3 0 1 1-.6 0 .3.3 0 0 1 .6 0ZM13 8a.3.3 0 1 1-.6 0 .3.3 0 0 1 .6 0Z',
  up: 'M8 12.8V3.4M4.2 7.2 8 3.4l3.8 3.8',
  down: 'M8 3.2v9.4M4.2 8.8 8 12.6l3.8-3.8',
  more: 'm6 3.6 4.4 4.4L6 12.4',
  top: 'M3.6 2.8h8.8M8 13.2V5.8M4.6 9.2 8 5.8l3.4 3.4',
  again: 'M13 8a5 5 0 1 1-1.6-3.7M13.2 2.2v2.8h-2.8',
  print: 'M4.6 6V2.4h6.8V6M4.6 11.4h-2V6h10.8v5.4h-2M4.6 9.4h6.8v4.2H4.6V9.4Z',
  screen: 'M2.6 5.8V2.6h3.2M10.2 2.6h3.2v3.2M13.4 10.2v3.2h-3.2M5.8 13.4H2.6v-3.2',
  search: 'M7.2 2.6a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2ZM10.6 10.6l3 3',
  sort: 'M3 4.4h10M3 8h6.6M3 11.6h3.4',
  filter: 'M2.4 3.4h11.2L9.4 8.6v4.2l-2.8-1.4V8.6L2.4 3.4Z',
  globe:
    'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM2.2 8h11.6M8 2.2c3.4 3.6 3.4 8 0 11.6M8 2.2c-3.4 3.6-3.4 8 0 11.6',
  keyboard: 'M1.8 4h12.4v8H1.8V4ZM4.4 6.6h.01M7 6.6h.01M9.4 6.6h.01M11.8 6.6h.01M5 9.6h6',
  copy: 'M5.8 5.8h7.4v7.4H5.8V5.8ZM3.6 10.2h-.8V2.8h7.4v.8',
  chart: 'M2.6 13.4h10.8M4.4 11V7.2M8 11V3M11.6 11V5.4',
  ticket:
    'M2.2 4h11.6v2.4a1.7 1.7 0 0 0 0 3.2V12H2.2V9.6a1.7 1.7 0 0 0 0-3.2V4ZM9.8 4.2v1M9.8 7.5v1M9.8 10.8v1',
  speech: 'M2.4 3h11.2v7.6H7.8L4.6 13.2v-2.6H2.4V3ZM5.2 5.8h5.6M5.2 8h3.6',
  page: 'M8 4.2C6.8 3.2 5 2.8 2.4 2.8v9.6c2.6 0 4.4.4 5.6 1.4 1.2-1 3-1.4 5.6-1.4V2.8C11 2.8 9.2 3.2 8 4.2Zm0 0v9.4',
  trash: 'M2.8 4.2h10.4M6.2 4.2V2.6h3.6v1.6M4.2 4.2l.6 9.2h6.4l.6-9.2',
} as const;

export type IconName = keyof typeof PATHS;
export const ICONS = Object.keys(PATHS) as IconName[];

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
