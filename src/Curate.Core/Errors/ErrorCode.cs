namespace Curate.Core.Errors;

/// <summary>A kind of failure that users can look up with <c>curate explain ID</c>.</summary>
/// <param name="Id">Stable kebab-case id.</param>
/// <param name="Exit">Exit code of the run.</param>
/// <param name="Meaning">What it means, in one or two sentences.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record ErrorCode(string Id, ExitCode Exit, string Meaning, string Remedy);
