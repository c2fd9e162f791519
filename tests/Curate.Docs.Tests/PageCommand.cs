namespace Curate.Docs.Tests;

/// <summary>A command of a page.</summary>
/// <param name="Line">Where it starts, from 1.</param>
/// <param name="Text">The command as a shell takes it, with continued lines joined.</param>
/// <param name="ExitCode">What it must end with.</param>
internal sealed record PageCommand(int Line, string Text, int ExitCode);
