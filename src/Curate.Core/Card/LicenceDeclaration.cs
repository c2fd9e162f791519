namespace Curate.Core.Card;

/// <summary>The licence that a dataset declares as a whole, beside what its rows name.</summary>
/// <param name="Text">As declared.</param>
/// <param name="Use">What it would allow.</param>
/// <param name="WrongRows">Rows whose own licence allows less, unspecified ones included.</param>
/// <param name="Conflicts">Licences of rows that cannot be passed on under it, with the reason.</param>
public sealed record LicenceDeclaration(string Text, LicenceUse Use, long WrongRows, IReadOnlyList<(string Licence, string Why)> Conflicts)
{
    public bool IsBorneOut => Use != LicenceUse.Unspecified && WrongRows == 0 && Conflicts.Count == 0;

    internal static LicenceDeclaration Of(string text, IReadOnlyList<LicenceRow> rows)
    {
        IReadOnlyList<Licence> declared = LicenceTable.Parse(text);
        LicenceUse use = LicenceTable.UseOf(declared);
        var conflicts = new List<(string, string)>();
        foreach (Licence licence in rows.SelectMany(static r => r.Licences).DistinctBy(static l => l.Id).OrderBy(static l => l.Id, StringComparer.Ordinal))
        {
            if (declared.Select(d => LicenceTable.Conflict(d, licence)).FirstOrDefault(static w => w is not null) is { } why)
            {
                conflicts.Add((licence.Id, why));
            }
            else if (licence.ShareAlike is { } family && !declared.Any(d => d.ShareAlike == family))
            {
                conflicts.Add((licence.Id, "it asks for its own licence"));
            }
        }

        return new LicenceDeclaration(text, use, rows.Where(r => r.Use > use).Sum(static r => r.Rows), conflicts);
    }
}
