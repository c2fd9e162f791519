using Curate.Core.Profile.Report;

namespace Curate.Core.Card;

/// <summary>
/// Which licences the rows of a dataset name, what that allows, and what does not go together. The dataset as a whole allows what its most restrictive row does;
/// the result depends on no order, and rows without a licence allow nothing that is known.
/// </summary>
public sealed record LicenceAudit
{
    public required string Column { get; init; }

    /// <summary>Licences as they stand in the column, most rows first; missing ones last.</summary>
    public required IReadOnlyList<LicenceRow> Licences { get; init; }

    /// <summary>Rows by what may be done with them, least restrictive first.</summary>
    public required IReadOnlyList<(LicenceUse Use, long Rows)> Uses { get; init; }

    /// <summary>What all rows together allow.</summary>
    public required LicenceUse Use { get; init; }

    /// <summary>Pairs that cannot be passed on as one dataset.</summary>
    public required IReadOnlyList<(string First, string Second, string Why)> Conflicts { get; init; }

    /// <summary>What the dataset declares, and whether its rows bear it out; null where nothing is declared.</summary>
    public LicenceDeclaration? Declared { get; init; }

    /// <summary>Audits a column that a profile has counted.</summary>
    /// <param name="counts">The column as a group of a profile.</param>
    /// <param name="declared">What the dataset declares as a whole, or null.</param>
    public static LicenceAudit Of(BalanceReport counts, string? declared)
    {
        List<LicenceRow> rows = [.. counts.Classes.Select(static c => new LicenceRow(c.Name, LicenceTable.Parse(c.Name), c.Count))];
        if (counts.Missing > 0)
        {
            rows.Add(new LicenceRow(null, [], counts.Missing));
        }

        Licence[] found = [.. rows.SelectMany(static r => r.Licences).DistinctBy(static l => l.Id).OrderBy(static l => l.Id, StringComparer.Ordinal)];
        var conflicts = new List<(string, string, string)>();
        for (int a = 0; a < found.Length; a++)
        {
            for (int b = a + 1; b < found.Length; b++)
            {
                if (LicenceTable.Conflict(found[a], found[b]) is { } why)
                {
                    conflicts.Add((found[a].Id, found[b].Id, why));
                }
            }
        }

        LicenceUse use = rows.Count == 0 ? LicenceUse.Unspecified : rows.Max(static r => r.Use);
        return new LicenceAudit
        {
            Column = counts.Column,
            Licences = rows,
            Uses = [.. Enum.GetValues<LicenceUse>().Select(u => (u, rows.Where(r => r.Use == u).Sum(static r => r.Rows))).Where(static u => u.Item2 > 0)],
            Use = use,
            Conflicts = conflicts,
            Declared = declared is null ? null : LicenceDeclaration.Of(declared, rows),
        };
    }

    /// <summary>How reports call a use.</summary>
    public static string Word(LicenceUse use) => use switch
    {
        LicenceUse.Commercial => "commercial",
        LicenceUse.NonCommercial => "non-commercial",
        LicenceUse.Academic => "academic",
        _ => "unspecified",
    };
}
