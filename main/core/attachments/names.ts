/** File names from elsewhere, made safe to show and to store, and the types that are never opened. Pure. */
import { withoutTowers } from '#shared/names.ts';

/** Longest name that every file system of the three platforms takes, in bytes of UTF-8. */
const LONGEST_BYTES = 255;
/** Of what is longer than any file system takes, only this much of its beginning and end is looked at, in code units. */
const LOOKED_AT = { beginning: 1_000, end: 100 } as const;
/** Further endings say nothing: a name with so many is a disguise. */
const MOST_ENDINGS = 20;

/** What stands for a character that may not be in a file name. */
const STAND_IN = '_';

/**
 * Separators and what Windows forbids in a name
 * (https://learn.microsoft.com/windows/win32/fileio/naming-a-file), and the control characters.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\\/:*?"<>|\u0000-\u001f\u007f-\u009f]/gu;

/**
 * Characters that are not seen but change how a name reads: bidirectional marks make "gnp.exe" look like "exe.png"
 * (CWE-451, https://www.unicode.org/reports/tr36/), and invisible ones hide what stands between.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** Names of devices on Windows, with any extension. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(\.|$)/i;

/** What a name may not end in on Windows, or begin with if it is to be seen on the others. */
const isEdge = (unit: string): boolean => unit === '.' || unit.trim() === '';

function withoutEdges(name: string): string {
  let from = 0;
  let to = name.length;
  while (from < to && isEdge(name.charAt(from))) from += 1;
  while (to > from && isEdge(name.charAt(to - 1))) to -= 1;
  return name.slice(from, to);
}

/** The name as it can be shown and stored everywhere. Never empty, never a path. */
export function safeName(name: string): string {
  const seen = withoutEdges(
    withoutTowers(lookedAt(name).toWellFormed().replace(INVISIBLE, ''))
      .normalize('NFC')
      .replace(FORBIDDEN, STAND_IN)
      .replace(/\s+/gu, ' '),
  );
  const free = RESERVED.test(seen) ? `${STAND_IN}${seen}` : seen;
  return shortened(free === '' ? 'file' : free);
}

function lookedAt(name: string): string {
  const { beginning, end } = LOOKED_AT;
  return name.length <= beginning + end ? name : name.slice(0, beginning) + name.slice(-end);
}

/** Keeps the extension: it decides whether a file is dangerous. */
function shortened(name: string): string {
  if (bytes(name) <= LONGEST_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && bytes(name.slice(dot)) <= 32 ? name.slice(dot) : '';
  let left = LONGEST_BYTES - bytes(ending);
  let kept = '';
  for (const character of name.slice(0, name.length - ending.length)) {
    left -= bytes(character);
    if (left < 0) break;
    kept += character;
  }
  return withoutEdges(kept) + ending;
}

const bytes = (text: string) => new TextEncoder().encode(text).length;

/**
 * Types that show and do not run. Everything else counts as dangerous, so that a type nobody has thought of is on the
 * safe side. Left out on purpose: old Office files (`doc`, `xls`, `ppt` may hold macros and do not say so in their
 * name), HTML and SVG (they run scripts in a browser, with the rights of a local file), and archives and disk images
 * (what they hold loses the mark that it came from elsewhere).
 */
const SHOWS = new Set(
  `txt log md csv tsv json yaml yml
   png jpg jpeg gif webp bmp tif tiff heic heif avif
   pdf docx xlsx pptx odt ods odp
   mp3 m4a aac wav flac ogg opus mp4 m4v mov webm mkv avi`.split(/\s+/),
);

/**
 * Types that run, install, change settings or carry scripts. From what Outlook blocks
 * (https://support.microsoft.com/office/blocked-attachments-in-outlook-434752e1-02d3-4e90-9124-8b81e49a8519), what
 * Chromium calls dangerous (chrome/browser/resources/safe_browsing/download_file_types.asciipb), and the programs of
 * macOS and Linux. One of these anywhere in a name is a disguise: `invoice.exe.pdf`.
 */
const RUNS = new Set(
  `exe com scr pif cpl msi msp mst msix appx appxbundle msixbundle application appref-ms gadget dll ocx sys drv
   bat cmd ps1 ps1xml ps2 psc1 psc2 psd1 psm1 vb vbe vbs vbscript js jse mjs ws wsc wsf wsh sct hta msc msh
   lnk url website scf inf ins isp reg rgs job library-ms search-ms settingcontent-ms diagcab theme themepack
   chm hlp jar jnlp class py pyc pyw pyz pl rb php
   docm dotm xlsm xltm xlam xll xla xlsb pptm potm ppam ppsm sldm iqy slk one onepkg accdb accde ade adp mda mdb mde
   app command tool action workflow scpt scptd applescript osx terminal fileloc inetloc webloc pkg mpkg dmg
   mobileconfig kext prefpane
   sh bash zsh fish csh ksh run bin elf out so desktop appimage deb rpm snap flatpakref flatpak service
   iso img vhd vhdx udf cab crx xpi apk
   htm html xhtml xht shtml mht mhtml svg svgz xml xsl xslt swf`.split(/\s+/),
);

/** What the sender itself calls a program or a script, whatever the name says. */
const RUNNING_MEDIA =
  /^(application\/(x-(ms-?dos|msdownload|dosexec|executable|elf|mach|sh|csh|bat|perl|python|desktop|apple-diskimage|iso9660)|vnd\.microsoft\.portable-executable|x-msi|java|javascript|ecmascript|hta|xhtml)|text\/(html|javascript|ecmascript|x-(sh|python|perl|script))|image\/svg)/i;

/**
 * Types for which a system reads the file, and fetches what it names, as soon as the folder is on the screen: to draw an
 * icon, with the person's name and password hash for whoever owns the address (CWE-522). They are shown in no folder.
 */
const FETCHES = new Set(
  `lnk scf url website library-ms search-ms searchconnector-ms settingcontent-ms theme themepack deskthemepack
   contact group inf ini pif appref-ms desktop directory fileloc inetloc webloc afploc asx wax m3u`.split(
    /\s+/,
  ),
);

/** An ending that belongs to no program: what has it opens with nothing, and has a plain icon. */
const NEUTRAL = '.download';

/** The name under which a file is put into a folder: its own, unless showing it there would fetch something. */
export function nameInFolder(name: string): string {
  return endingsOf(name).some((ending) => FETCHES.has(ending)) ? neutralName(name) : name;
}

/** The same name with an ending that runs nothing. */
export function neutralName(name: string): string {
  if (name.endsWith(NEUTRAL)) return name;
  return shortened(`${name}${NEUTRAL}`);
}

/** True for a type that is known to run, install or carry scripts, wherever in the name it says so. */
export function isRunning(name: string, mediaType: string): boolean {
  return endingsOf(name).some((ending) => RUNS.has(ending)) || RUNNING_MEDIA.test(mediaType.trim());
}

/** True for a type that could run something when opened, and for one that is not known not to. */
export function isDangerous(name: string, mediaType: string): boolean {
  const endings = endingsOf(name);
  const last = endings.at(-1);
  return (
    last === undefined || !SHOWS.has(last) || endings.length > MOST_ENDINGS || isRunning(name, mediaType)
  );
}

const endingsOf = (name: string): string[] =>
  safeName(name)
    .toLowerCase()
    .split('.')
    .slice(1)
    .map((ending) => ending.trim());
