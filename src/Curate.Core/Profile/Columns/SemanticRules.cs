using Curate.Core.Data;
using Curate.Core.Profile.Report;

namespace Curate.Core.Profile.Columns;

/// <summary>
/// What a column means. Texts are categories by the rule of a well-known dataset viewer (at most a fifth as many values as rows and at most 1000 of them, or at most
/// 10 values), identifiers when nearly every value differs and none has spaces, else free text when they have several words or are long.
/// </summary>
internal static class SemanticRules
{
    /// <summary>Distinct values that a text category may have, and their share of the rows.</summary>
    public const int MostCategories = 1000;
    public const double MostCategoryShare = 0.2;

    /// <summary>Distinct values up to which a text is always a category.</summary>
    public const int FewValues = 10;

    /// <summary>Distinct numbers up to which a whole number, and another number, is a category.</summary>
    public const int FewWholes = 10;
    public const int FewNumbers = 5;

    /// <summary>Share of numbers from which a column with other values among them means numbers.</summary>
    public const double MostlyNumbers = 0.95;

    private static readonly string[] s_flags = ["0|1", "f|t", "false|true", "n|y", "no|yes", "off|on"];

    /// <summary>The meaning of a column.</summary>
    /// <param name="kind">Storage kind.</param>
    /// <param name="values">Rows that are not null.</param>
    /// <param name="distinct">Distinct values.</param>
    /// <param name="isUnique">No value is known to repeat.</param>
    /// <param name="parts">What was gathered.</param>
    /// <param name="known">The values.</param>
    public static SemanticType Of(ColumnKind kind, long values, Estimate distinct, bool isUnique, ColumnParts parts, ColumnValues known)
    {
        if (values == 0)
        {
            return SemanticType.Empty;
        }

        if (distinct is { IsExact: true, Value: 1 })
        {
            return SemanticType.Constant;
        }

        double share = distinct.Value / values;
        switch (kind)
        {
            case ColumnKind.Flag:
                return SemanticType.Flag;
            case ColumnKind.Date or ColumnKind.Time:
                return SemanticType.Time;
            case ColumnKind.Vector:
                return SemanticType.Vector;
            case ColumnKind.Json:
                return SemanticType.Nested;
            case ColumnKind.Bytes:
                return SemanticType.Binary;
            case ColumnKind.Whole:
                return IsFlag(known) ? SemanticType.Flag : OfWholes(values, distinct.Value, share, isUnique, parts);
            case ColumnKind.Number or ColumnKind.Decimal:
                return distinct.Value <= FewNumbers && share <= MostCategoryShare ? SemanticType.Category : SemanticType.Measure;
            default:
                break;
        }

        long wholes = parts.Count(LexicalClass.Whole) + parts.Count(LexicalClass.LongWhole);
        long numbers = wholes + parts.Count(LexicalClass.Number);
        if (numbers >= MostlyNumbers * values)
        {
            return wholes == numbers ? SemanticType.Count : SemanticType.Measure;
        }

        if (IsFlag(known))
        {
            return SemanticType.Flag;
        }

        if (distinct.Value <= FewValues || (share <= MostCategoryShare && distinct.Value <= MostCategories))
        {
            return SemanticType.Category;
        }

        TextState text = parts.Text!;
        double words = (double)text.Words / values;
        if (words <= 1.05)
        {
            return share >= 0.95 ? SemanticType.Identifier : share <= 0.5 ? SemanticType.Category : text.Bytes > 100 * values ? SemanticType.FreeText : SemanticType.Identifier;
        }

        return words >= 2 || text.Bytes > 40 * values || share > MostCategoryShare ? SemanticType.FreeText : SemanticType.Category;
    }

    private static SemanticType OfWholes(long values, double distinct, double share, bool isUnique, ColumnParts parts)
    {
        if (distinct <= FewWholes && share <= MostCategoryShare)
        {
            return SemanticType.Category;
        }

        // Counts repeat; numbers that never do are numbers of something.
        return isUnique && values >= FewWholes && parts.Numeric!.Negatives == 0 ? SemanticType.Identifier : SemanticType.Count;
    }

    private static bool IsFlag(ColumnValues known)
    {
        if (!known.IsExact || known.Count != 2)
        {
            return false;
        }

        string[] names = [.. known.Texts().Texts.Select(static v => v.ToLowerInvariant()).Order(StringComparer.Ordinal)];
        return Array.IndexOf(s_flags, names[0] + "|" + names[1]) >= 0;
    }
}
