namespace Curate.Core.Profile.Report;

/// <summary>How a format stores the columns.</summary>
public sealed record StorageReport
{
    public required string Format { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Facts { get; init; }

    public required IReadOnlyList<StoredColumn> Columns { get; init; }
}
