namespace Curate.Core.Dedupe.Semantic;

/// <summary>What a search counted.</summary>
internal sealed class SemanticWork
{
    /// <summary>Pairs whose similarity was taken in double precision.</summary>
    public long Measured { get; set; }

    /// <summary>Of these, pairs that passed.</summary>
    public long Alike { get; set; }
}
