namespace Curate.Core.Profile.Report;

/// <summary>A command to paste.</summary>
/// <param name="Command">The whole line, with the user's own paths.</param>
/// <param name="Why">What it does here, with numbers, and what evidence says about it.</param>
public sealed record Suggestion(string Command, string Why);
