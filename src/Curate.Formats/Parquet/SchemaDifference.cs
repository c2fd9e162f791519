using System.Globalization;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>Compares two schemas by structure: names, nesting, physical and logical types, repetition. Field numbers do not count.</summary>
internal static class SchemaDifference
{
    /// <summary>The first difference in words, or null where there is none.</summary>
    public static string? First(ParquetSchema a, ParquetSchema b)
    {
        IReadOnlyList<SchemaElement> first = a.Elements;
        IReadOnlyList<SchemaElement> second = b.Elements;

        // The root's own name means nothing.
        for (int i = 1; i < Math.Max(first.Count, second.Count); i++)
        {
            if (i >= first.Count || i >= second.Count)
            {
                return i >= first.Count ? $"the second has a further column '{second[i].Name}'" : $"the second has no column '{first[i].Name}'";
            }

            SchemaElement left = first[i];
            SchemaElement right = second[i];
            if (left.Name != right.Name)
            {
                return $"where the first has the column '{left.Name}', the second has '{right.Name}'";
            }

            if (left.Type != right.Type || left.TypeLength != right.TypeLength || left.Logical != right.Logical
                || left.Repetition != right.Repetition || (left.ChildCount ?? 0) != (right.ChildCount ?? 0))
            {
                return $"the column '{left.Name}' is {Describe(left)} in the first and {Describe(right)} in the second";
            }
        }

        return null;
    }

    /// <summary>A type in the words of the format.</summary>
    public static string Describe(SchemaElement element)
    {
        string type = element.Type switch
        {
            null => string.Create(CultureInfo.InvariantCulture, $"a group of {element.ChildCount ?? 0}"),
            PhysicalType.FixedLengthByteArray => string.Create(CultureInfo.InvariantCulture, $"FixedLengthByteArray({element.TypeLength ?? 0})"),
            { } physical => physical.ToString(),
        };
        string meaning = element.Logical is { } logical ? " (" + Describe(logical) + ")" : "";
        return $"{(element.Repetition ?? Repetition.Required).ToString().ToLowerInvariant()} {type}{meaning}";
    }

    public static string Describe(LogicalType logical) => logical.Kind switch
    {
        LogicalKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"Decimal({logical.Precision},{logical.Scale})"),
        LogicalKind.Integer => string.Create(CultureInfo.InvariantCulture, $"{(logical.IsSigned ? "Int" : "UInt")}{logical.BitWidth}"),
        LogicalKind.Time or LogicalKind.Timestamp => $"{logical.Kind} {logical.Unit}{(logical.IsAdjustedToUtc ? " UTC" : "")}",
        _ => logical.Kind.ToString(),
    };
}
