namespace Curate.Core.Dedupe.Near;

/// <summary>Rows with one text.</summary>
/// <param name="First">Smallest row: the group's name.</param>
/// <param name="Best">The row that the keep rule prefers.</param>
/// <param name="Size">Rows.</param>
internal readonly record struct TextGroup(long First, long Best, long Size);
