namespace Curate.Formats.Files;

/// <summary>One input of a step, and what became of it.</summary>
/// <param name="Input">As recorded.</param>
/// <param name="Check">Whether it is still there as it was.</param>
/// <param name="Record">Name of its own record, where it is the output of an earlier step; null for raw data.</param>
public sealed record ProvenanceSource(ProvenanceInput Input, ProvenanceCheck Check, string? Record);
