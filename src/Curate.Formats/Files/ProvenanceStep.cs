namespace Curate.Formats.Files;

/// <summary>One step on the way to a file: what its record says, and whether the files still bear it out.</summary>
public sealed record ProvenanceStep
{
    /// <summary>File name of the record.</summary>
    public required string Record { get; init; }

    /// <summary>Why the record cannot be read, or null; nothing else of it is known then.</summary>
    public string? Fault { get; init; }

    /// <summary>Output of the step: file or folder name.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// The output has as many bytes as the record says; null where the record does not say it. The record is written beside the output and holds no hash of it; a later step that read the
    /// output has.
    /// </summary>
    public bool? OutputMatches { get; init; }

    public string Version { get; init; } = "";

    public string Command { get; init; } = "";

    public string? Method { get; init; }

    public string Seed { get; init; } = "";

    public IReadOnlyList<KeyValuePair<string, string?>> Options { get; init; } = [];

    public long RowsIn { get; init; }

    public long RowsKept { get; init; }

    public IReadOnlyList<KeyValuePair<string, long>> Dropped { get; init; } = [];

    public long MadeUp { get; init; }

    public IReadOnlyList<ProvenanceSource> Inputs { get; init; } = [];

    /// <summary>The record is whole, the output has its size, and every input is there with the recorded content.</summary>
    public bool IsVerified => Fault is null && OutputMatches != false && Inputs.All(static i => i.Check == ProvenanceCheck.Verified);
}
