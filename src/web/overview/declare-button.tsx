import { Icon } from '../parts/icon.tsx'

export function DeclareButton({ onDeclare }: { onDeclare(): void }) {
  return (
    <button type="button" className="btn push" onClick={onDeclare}>
      <Icon name="plus" /> Declare an incident <kbd>D</kbd>
    </button>
  )
}
