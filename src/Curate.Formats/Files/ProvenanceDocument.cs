namespace Curate.Formats.Files;

/// <summary>How an output came to be: enough to make it again, and to check that it is what it claims to be.</summary>
public sealed record ProvenanceDocument
{
    /// <summary>Version of the document's shape; a reader refuses a higher one.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    public required string Command { get; init; }

    public string? Method { get; init; }

    /// <summary>All options that change the result, resolved, in the order in which the command declares them.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Options { get; init; } = [];

    public ulong Seed { get; init; }

    public IReadOnlyList<ProvenanceInput> Inputs { get; init; } = [];

    public long RowsIn { get; init; }

    public long RowsKept { get; init; }

    /// <summary>Dropped rows by reason; written sorted.</summary>
    public IReadOnlyDictionary<string, long> Dropped { get; init; } = new Dictionary<string, long>();

    /// <summary>Bad records that were left out, by error code; they are not among the rows. Written sorted, and only where there are any.</summary>
    public IReadOnlyDictionary<string, long> BadRows { get; init; } = new Dictionary<string, long>();

    public long MadeUp { get; init; }

    /// <summary>Replaced values by reason; written sorted.</summary>
    public IReadOnlyDictionary<string, long> Edits { get; init; } = new Dictionary<string, long>();

    /// <summary>The files of the output: one, or those of a folder in ordinal order of their names.</summary>
    public IReadOnlyList<ProvenanceOutput> OutputFiles { get; init; } = [];

    /// <summary>The output is a folder, however many files it has.</summary>
    public bool OutputIsFolder { get; init; }

    public long OutputRows { get; init; }

    public ProvenanceRun? Run { get; init; }
}
