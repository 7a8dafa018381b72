package dev.realtime.cli;

/** What the exit codes of the command line mean. */
final class ExitCode {
  /** All that was asked for was done. */
  static final int OK = 0;

  /** Something was refused, lost or not reached in time. */
  static final int FAILURE = 1;

  /** The command line or the configuration is wrong; nothing was sent. */
  static final int USAGE = 2;

  /** The server did not answer in time. */
  static final int UNREACHABLE = 3;

  /** Messages were lost, which was announced. */
  static final int GAP = 4;

  private ExitCode() {}
}
