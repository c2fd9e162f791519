namespace Curate.Core.Resample.Weights;

/// <summary>A level of a margin.</summary>
/// <param name="Values">The value of each column; null for a missing one.</param>
/// <param name="Target">Its share, or a count.</param>
internal sealed record MarginLevel(IReadOnlyList<string?> Values, double Target)
{
    public string Name => string.Join(", ", Values.Select(static v => v ?? "(missing)"));
}
