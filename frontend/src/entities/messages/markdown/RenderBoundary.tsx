import { Component, type ReactNode } from "react";

type Props = { fallback: ReactNode; onFault?: () => void; children: ReactNode };

/** A fault in drawing what somebody wrote costs that alone: not the row, whose menu deletes it, and not the room. */
export class Guarded extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch() {
    this.props.onFault?.();
  }

  override render() {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}
