namespace Curate.Core.Dedupe.Files;

/// <summary>Options of <c>dedupe --method files</c>.</summary>
public sealed record FilesOptions
{
    /// <summary>Rows of a table that are looked for in another one before all are.</summary>
    public int Sample { get; init; } = 200;

    /// <summary>A table may be dropped where its rows are elsewhere, even if which rows they are is lost.</summary>
    public bool DropContained { get; init; }

    /// <summary>The largest file that a dropped one may have to be rebuilt from; null = any.</summary>
    public long? MostSourceBytes { get; init; }
}
