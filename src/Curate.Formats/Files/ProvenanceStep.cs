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

    /// <summary>Whether the files of the output are still those that were written: in a folder all of them, and no further one of their kind.</summary>
    public ProvenanceCheck OutputCheck { get; init; } = ProvenanceCheck.Unrecorded;

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

    /// <summary>The record is whole, and the output and every input are there with the recorded content.</summary>
    public bool IsVerified => Fault is null && OutputCheck == ProvenanceCheck.Verified && Inputs.All(static i => i.Check == ProvenanceCheck.Verified);
}
