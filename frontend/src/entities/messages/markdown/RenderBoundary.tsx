import { Component, type ReactNode } from "react";

type Props = { fallback: ReactNode; onFault?: () => void; children: ReactNode };

/**
 * Contains an error in rendering a message's text: the row with its menu, which can delete the message, and the room
 * stay.
 */
export class RenderBoundary extends Component<Props, { broken: boolean }> {
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
