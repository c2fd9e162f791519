namespace Curate.Formats.Files;

/// <summary>The program that read our output has ended (<c>| head</c>). Not a failure: the run ends quietly with exit code 0.</summary>
public sealed class ClosedPipeException(string message, Exception? inner = null) : Exception(message, inner);
