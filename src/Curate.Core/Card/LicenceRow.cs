namespace Curate.Core.Card;

/// <summary>Rows that name one licence.</summary>
/// <param name="Text">The text in the column; null = missing.</param>
/// <param name="Licences">What it means; none = not understood.</param>
/// <param name="Rows">Rows with it.</param>
public sealed record LicenceRow(string? Text, IReadOnlyList<Licence> Licences, long Rows)
{
    public LicenceUse Use => LicenceTable.UseOf(Licences);
}
