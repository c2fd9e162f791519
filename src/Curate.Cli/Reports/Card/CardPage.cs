using Curate.Cli.Reports.Profile;
using Curate.Core.Card;
using Curate.Core.Data;
using Curate.Core.Profile.Report;
using Curate.Formats.Files;

namespace Curate.Cli.Reports.Card;

/// <summary>All that a card says: a profile, the files, where they come from, licences, and what people wrote.</summary>
internal sealed record CardPage
{
    public required string Name { get; init; }

    /// <summary>The figures; a profile of the same dataset has the same ones.</summary>
    public required ProfilePage Profile { get; init; }

    public required IReadOnlyList<CardFile> Files { get; init; }

    public required IReadOnlyList<ProvenanceStep> Provenance { get; init; }

    /// <summary>Column of the sets, or null.</summary>
    public string? Split { get; init; }

    public string? LicenceColumn { get; init; }

    public LicenceAudit? Licences { get; init; }

    /// <summary>The licence that the dataset declares as a whole.</summary>
    public string? Declared { get; init; }

    /// <summary>What people wrote, by the name of the part.</summary>
    public required IReadOnlyDictionary<string, string> Answers { get; init; }

    /// <summary>The columns as they are stored, for readers.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>Columns that folder names spell out.</summary>
    public IReadOnlyList<string> FolderKeys { get; init; } = [];

    public ProfileReport Report => Profile.Report;

    /// <summary>Parts that nobody has written yet.</summary>
    public IReadOnlyList<CardField> Blanks => [.. CardField.All.Where(f => !Answers.ContainsKey(f.Name))];

    /// <summary>Every step back to the raw data was found and has the recorded content.</summary>
    public bool IsVerified => Provenance.Count > 0 && Provenance.All(static s => s.IsVerified);
}
