/** What a step asks, as the place where reading starts. */
export function StepTitle({ children, hint }: { children: string; hint?: string }) {
  return (
    <div className="wizard-title">
      <h1 tabIndex={-1}>{children}</h1>
      {hint && <p className="soft">{hint}</p>}
    </div>
  );
}
