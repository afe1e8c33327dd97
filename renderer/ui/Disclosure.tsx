import './disclosure.css';
import { Disclosure as AriaDisclosure, Button, DisclosurePanel, Heading } from 'react-aria-components';
import { Icon } from './Icon.tsx';

type Props = { title: string; children: React.ReactNode; isOpenAtFirst?: boolean; level?: 2 | 3 | 4 };

/** Something that not everybody needs, behind its title. */
export function Disclosure({ title, children, isOpenAtFirst = false, level = 2 }: Props) {
  return (
    <AriaDisclosure className="disclosure" defaultExpanded={isOpenAtFirst}>
      <Heading level={level} className="disclosure-title">
        <Button slot="trigger" className="disclosure-button">
          <Icon name="more" size={14} />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className="disclosure-body">{children}</DisclosurePanel>
    </AriaDisclosure>
  );
}
