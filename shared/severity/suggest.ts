/**
 * What a sentence already answers, in English and Norwegian: by rules, so that the words that led there can be shown.
 * Nothing is taken over by itself. Pure, and for the first words only: a log that was pasted says nothing of these.
 */
import { type CompleteFacts, type FactName, isOfData, type SeverityFacts } from './facts.ts';

/** An answer that a sentence gives, and where in the sentence. */
export type Suggestion = {
  [F in FactName]: { fact: F; answer: CompleteFacts[F]; from: number; to: number };
}[FactName];

/** No question is longer, and a pasted log is. */
const MOST_LETTERS = 600;

type Rule<F extends FactName> = { answer: CompleteFacts[F]; words: RegExp };

/** Whole words, in letters of any alphabet; `*` stands for the rest of a word and `~` for up to three words between. */
function rule<F extends FactName>(answer: CompleteFacts[F], ...phrases: string[]): Rule<F> {
  const pattern = phrases
    .map((phrase) => phrase.replaceAll('*', '\\p{L}*').replaceAll(' ~ ', '(?: [^ .!?]+){0,3} '))
    .join('|')
    .replaceAll(' ', '\\s+');
  return { answer, words: new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'iu') };
}

const CANNOT = "(?:cannot|can not|can[’']?t|could not|couldn[’']?t|unable to|not able to)";
const NOBODY = '(?:nobody|no one|none of (?:us|our|the|them)(?: [^ .!?]+){0,2})';
const SIGN_IN = '(?:log|sign) (?:in|on)';

const INTRUDERS = [
  'hack(?:ed|er|ers|ing|et)',
  'phish(?:ed|ing)*',
  'compromised',
  '(?:security|data) breach',
  'ransomware',
  'malware',
  'unauthori[sz]ed',
  'suspicious (?:login|sign-in|activity)*',
  '(?:stolen|leaked) (?:password|account|token|laptop)*',
  '(?:former|ex) (?:employee|colleague)* ~ access',
  '(?:someone|somebody) ~ (?:got|broke) in(?:to)?',
  '(?:got|broke|logged) into (?:our|my|the) ~ (?:account|admin|system|panel|mailbox)',
  '(?:noen|andre) (?:har vært|var|er) inne på',
  "see each other[’']?s",
  'uvedkommende',
  'datainnbrudd',
  'løsepengevirus',
  'mistenkelig (?:innlogging|pålogging|aktivitet)*',
  'gitt fra seg passord*',
  'passord* (?:er|ble) (?:stjålet|lekket)',
  'se hverandres',
];

const RULES: { [F in FactName]: readonly Rule<F>[] } = {
  kind: [
    rule('security', ...INTRUDERS),
    rule(
      'content_unavailable',
      'blank page*',
      '(?:return|returns|show|shows|give|gives|gir|viser) (?:a |en )?404',
      'lost access to ~ content*',
      'content ~ (?:unavailable|missing|gone)',
      `${CANNOT} (?:open|see|reach) ~ content*`,
      'innhold* (?:er |blir )?(?:utilgjengelig|borte)',
      'får ikke (?:åpnet|sett|opp) innhold*',
    ),
    rule(
      'cannot_sign_in',
      `${CANNOT} ${SIGN_IN}`,
      `${CANNOT} get in`,
      `${NOBODY} can (?:${SIGN_IN}|get in)`,
      'locked out',
      '(?:login|logging in|sign-in|signing in|sso) (?:is )?(?:fails|failing|broken|down|does not work|is not working)',
      '(?:innlogging|pålogging|login|sso)(?:en|a)? (?:feiler|virker ikke|fungerer ikke|er nede)',
      '(?:ingen|ikke) ~ (?:kommer|kom) (?:seg )?inn',
      'ingen (?:kommer|kom) (?:seg )?inn',
      '(?:kommer|kom) (?:seg )?ikke inn',
      'får ikke logget (?:seg )?(?:inn|på)',
      'utestengt',
      'stengt ute',
    ),
    rule(
      'outage',
      '(?<!nothing |ikke noe |ingenting )(?:is|are|was|were|went|has been|er|var|gikk) (?:helt |completely |all )?(?:down|nede)',
      'outage',
      'unreachable',
      '(?:is|are|has been|went|er|gikk) offline',
      'alt står',
      '(?:portal*|service|system*|site|nettside*|tjeneste*) (?:is|er) (?:unavailable|utilgjengelig)',
    ),
    rule(
      'data_lost',
      '(?:has|have) (?:disappeared|vanished)',
      '(?:was|were|been|got) deleted',
      'lost (?:data|records|contacts|files|documents)',
      '(?:data|records|contacts|files|documents) (?:is|are) (?:gone|missing|lost)',
      '(?:er|ble|var|har) (?:borte|slettet|forsvunnet)',
      'forsvant',
      'mistet (?:data|kontakter|filer|dokumenter)*',
    ),
    rule(
      'wrong_data',
      '(?:wrong|incorrect) (?:amount|owner|number|data|price|total|value|date|address|balance)*',
      '(?:amount|total|number|data|price|balance)s? ~ (?:is|are) (?:wrong|incorrect)',
      '(?:wrong|incorrect) \\p{L}+ (?:amount|number|price|date|address)*',
      'gale? (?:tall|beløp|data|priser)',
      'duplicate*',
      'feil (?:beløp|eier|tall|data|pris|sum|verdi|dato|adresse|saldo)*',
      '(?:summ|beløp|tall|data|pris|saldo)(?:en|et|ene) ~ er (?:feil|gale?)',
    ),
    rule(
      'slow',
      'slow*',
      'sluggish',
      'takes? (?:forever|ages|too long|\\d+ (?:seconds|minutes))',
      'hang(?:s|ing)',
      'henger',
      'tar (?:evig|altfor) lang*',
      'treg*',
      'sakte',
      'langsom*',
      'tar \\d+ (?:sekunder|minutter)',
    ),
    rule(
      'cosmetic',
      'typo*',
      'misaligned',
      'overlap*',
      'oppå',
      'cut off in',
      'looks (?:wrong|odd|ugly|strange)',
      'skrivefeil',
      'ser (?:rar|feil|stygg|merkelig)t? ut',
    ),
    rule(
      'question',
      '(?:^|[.!?,] )(?:how|where|what|when|which|why|is there a way)',
      '(?:can|could) you tell (?:me|us)',
      '(?:only|just) want to know',
      'wonder(?:ing)?',
      'question about',
      '(?:^|[.!?,] )(?:hvordan|hvor|hva|når|hvilken|hvilke|hvilket|hvorfor)',
      '(?:do you support|støtter dere)',
      'kan dere (?:si|fortelle)',
      'går det an',
      'lurer (?:bare )?på',
      'spørsmål om',
    ),
    rule(
      'request',
      'please (?:increase|add|enable|change|set|create|give|remove|raise)*',
      '(?:^|[.!?,] )(?:can|could|would) you \\p{L}+',
      'we (?:need|would like) (?:a|an|another|more)',
      'kan dere \\p{L}+',
      'vi (?:trenger|ønsker) (?:en|et|flere|å få)',
    ),
    rule(
      'error',
      'error*',
      'crash(?:es|ed|ing)*',
      'fail(?:s|ed|ing)*',
      'broken',
      'does nothing',
      '(?:do|does|did|is|are) not (?:work|working|load|loading|send|save|start|trigger|triggering|being)*',
      "(?:doesn|don|isn|aren|didn)[’']?t (?:work|working|load|loading|send|save|start|trigger)*",
      CANNOT,
      'feilmelding*',
      'feiler',
      'krasjer',
      '(?:virker|fungerer|starter|vises|lagres|sendes|laster|går) ikke',
      'får ikke',
      'ingen (?:av ~ )?får',
    ),
  ],
  data: [
    rule(
      'outsiders',
      ...INTRUDERS,
      '(?:shown|visible|exposed) to (?:strangers|outsiders|others|the public)',
      'strangers',
      'vises for (?:fremmede|andre|alle)',
      'fremmede',
    ),
    rule('unknown', "(?:not|don[’']t) know ~ (?:data|records)", 'vet ikke ~ (?:data|registreringer)'),
  ],
  affected: [
    rule('unknown', "(?:not|don[’']t) know ~ who", 'vet ikke ~ hvem', 'vet ikke hvem'),
    rule('customers', 'customers', 'visitors', 'clients', 'kunder', 'kundene', 'besøkende'),
    rule(
      'several_teams',
      '(?:several|multiple|many|two|three) (?:teams|departments|offices)',
      'flere (?:team|avdelinger|kontorer)',
    ),
    rule(
      'team',
      '(?:whole|entire|our|the) ~ (?:team|department)',
      'hele [\\p{L}]*(?:avdelingen|teamet)',
      '\\p{L}+avdelingen',
    ),
    rule(
      'few',
      'colleague and (?:i|me)',
      'kollega og jeg',
      '(?:two|three|four|some|a few|a couple of) (?:colleagues|people|users|of us)',
      '(?:to|tre|fire|noen|et par) (?:kolleger|personer|brukere|ansatte|av oss)',
    ),
    rule(
      'most',
      'everyone(?! else)',
      'everybody(?! else)',
      `${NOBODY}(?! in )`,
      'all (?:users|employees|of us|our users)',
      'whole (?:company|organi[sz]ation|business)',
      'ingen (?:kommer|får|kan|klarer|av oss|har)',
      'alle (?:opplever|brukere|brukerne|ansatte|her|hos oss|er|har|får)',
      'hele (?:bedriften|firmaet|selskapet|organisasjonen|virksomheten)',
    ),
    rule(
      'one',
      `i ${CANNOT}`,
      '(?:when|only|for|every time) (?:i|me)',
      '(?:hver gang|når) jeg',
      'one (?:person|user|colleague)',
      '(?:bare|kun) (?:jeg|meg|én|en)',
      'jeg (?:får|kommer|klarer) (?:meg )?ikke',
      '(?:én|en) (?:bruker|kollega|person)',
    ),
  ],
  stake: [
    rule(
      'money',
      'los(?:e|es|ing) (?:money|sales|revenue|orders)',
      'no orders',
      'costs? us',
      '(?:taper|mister) (?:vi )?(?:penger|salg|omsetning|ordre|inntekter)',
    ),
    rule(
      'deadline',
      'launch(?:es|ed|ing)*',
      'deadline',
      'goes live',
      'due (?:at|by|in|on|today|tomorrow|this)',
      'lanser(?:es|ing|ingen)*',
      'frist*',
    ),
    rule(
      'work',
      `(?:${NOBODY} can|${CANNOT}) work`,
      '(?:work|production|operations) (?:has|have|is|are) (?:stopped|halted)',
      'standstill',
      '(?:bedriften|firmaet|selskapet|alt|alle) står(?: stille)?',
      '(?:ingen får|får ikke) jobbet',
      '(?:arbeid|produksjon|drift)(?:et|en) (?:har )?(?:stoppet|står)',
    ),
    rule('none', 'not urgent', 'no (?:hurry|rush)', 'can wait', 'haster ikke', 'kan vente'),
  ],
  relief: [
    rule('over', 'work(?:s|ing) again', 'back (?:up|online)', '(?:virker|fungerer|oppe) igjen'),
    rule(
      'no',
      'no (?:workaround|way around|other way)',
      'ingen (?:annen|midlertidig) (?:løsning|måte|vei)',
      'ingen vei rundt',
    ),
    rule('around', 'workaround', 'way around', 'instead', 'i stedet'),
  ],
};

/** How many, said of data that is lost or wrong. */
const HOW_MUCH: readonly Rule<'data'>[] = [
  rule('many', 'all', 'thousands', 'hundreds', 'many', 'most', 'alle', 'tusenvis', 'hundrevis', 'mange'),
  rule('some', 'some', 'several', 'a few', 'noen', 'flere', 'enkelte'),
  rule('one', 'one', 'a single', 'én', 'ett'),
];

/** What the sentence says, in the order of the questions; at most one answer to each. */
export function suggest(sentence: string): Suggestion[] {
  const text = sentence.slice(0, MOST_LETTERS);
  const kind = found('kind', RULES.kind, text);
  const ofData = kind !== null && isOfData(kind.answer) ? HOW_MUCH : [];
  return [
    kind,
    found('data', [...RULES.data, ...ofData], text),
    found('affected', RULES.affected, text),
    found('relief', RULES.relief, text),
    found('stake', RULES.stake, text),
  ].filter((one) => one !== null);
}

function found<F extends FactName>(fact: F, rules: readonly Rule<F>[], text: string) {
  for (const { answer, words } of rules) {
    const match = words.exec(text);
    if (match !== null) return { fact, answer, from: match.index, to: match.index + match[0].length };
  }
  return null;
}

/** The facts with a suggestion taken over. */
export function taken(facts: SeverityFacts, { fact, answer }: Suggestion): SeverityFacts {
  return { ...facts, [fact]: answer };
}
