using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>Merges the schemas of the files of a dataset.</summary>
internal static class DatasetSchema
{
    /// <exception cref="CurateException">The files do not go together in this mode.</exception>
    public static TableSchema Merge(IReadOnlyList<DatasetPart> parts, SchemaMode mode)
    {
        if (parts.Count == 1)
        {
            return parts[0].Source.Schema;
        }

        var fields = new List<Field>();
        var at = new Dictionary<string, (int Index, int Part, int Files)>(StringComparer.Ordinal);
        for (int p = 0; p < parts.Count; p++)
        {
            if (mode == SchemaMode.Strict && p > 0)
            {
                CheckSame(parts[0].Source, parts[p].Source);
            }

            foreach (Field field in parts[p].Source.Schema.Fields)
            {
                if (at.TryGetValue(field.Name, out (int Index, int Part, int Files) known))
                {
                    fields[known.Index] = MergeField(fields[known.Index], parts[known.Part].Source, field, parts[p].Source);
                    at[field.Name] = known with { Files = known.Files + 1 };
                }
                else
                {
                    at.Add(field.Name, (fields.Count, p, 1));
                    fields.Add(field);
                }
            }
        }

        if (mode == SchemaMode.Intersect)
        {
            fields.RemoveAll(field => at[field.Name].Files < parts.Count);
            if (fields.Count == 0)
            {
                Fail.With(ErrorCodes.SchemaConflict, $"The {parts.Count} files from '{parts[0].Source.Name}' on have no column in common.",
                    "Use --schema union, or leave out the files that do not belong.");
            }
        }

        return new TableSchema(fields);
    }

    private static Field MergeField(Field a, IRecordSource ofA, Field b, IRecordSource ofB)
    {
        if (a == b)
        {
            return a;
        }

        ColumnKind? kind = (a.Kind, b.Kind) switch
        {
            // Lists that have one length in one file and not in another, or another length, are lists all the same.
            (ColumnKind.Vector, ColumnKind.Json) or (ColumnKind.Json, ColumnKind.Vector) => ColumnKind.Json,
            (ColumnKind.Vector, ColumnKind.Vector) when a.Dimension != b.Dimension && a.Dimension != 0 && b.Dimension != 0 => ColumnKind.Json,
            // Unknown stays unknown: inference over all files decides.
            (null, _) or (_, null) => null,
            (ColumnKind.Whole or ColumnKind.Number, ColumnKind.Whole or ColumnKind.Number) => a.Kind == b.Kind ? a.Kind : ColumnKind.Number,
            _ when a.Kind == b.Kind => a.Kind,
            _ => throw new CurateException(ErrorCodes.SchemaConflict,
                $"Column {Fail.Show(a.Name)} is {ValueText.NameOf(a.Kind.Value)} in '{ofA.Name}' and {ValueText.NameOf(b.Kind.Value)} in '{ofB.Name}'.",
                $"Give it a kind with --types {a.Name}=text."),
        };
        if (kind == ColumnKind.Decimal && a.Scale != b.Scale)
        {
            return (a.Scale > b.Scale ? a : b) with { Kind = kind };
        }

        return a with
        {
            Kind = kind,
            IsSingle = a.IsSingle && b.IsSingle,
            Dimension = a.Dimension == b.Dimension ? a.Dimension : 0,
        };
    }

    private static void CheckSame(IRecordSource first, IRecordSource other)
    {
        if (first.Layout is { } layout && other.Layout is { } otherLayout && layout.Format == otherLayout.Format
            && layout.DifferenceFrom(otherLayout) is { } difference)
        {
            Fail.With(ErrorCodes.SchemaConflict, $"'{first.Name}' and '{other.Name}' differ: {difference}.", "Use --schema union or --schema intersect.");
        }

        TableSchema a = first.Schema;
        TableSchema b = other.Schema;
        bool ordered = first.RawKind != ColumnKind.Json || other.RawKind != ColumnKind.Json;
        for (int i = 0; i < Math.Max(a.Count, b.Count); i++)
        {
            string? inA = i < a.Count ? a[i].Name : null;
            string? inB = i < b.Count ? b[i].Name : null;
            if (ordered ? inA == inB : (inA is null || b.Contains(inA)) && (inB is null || a.Contains(inB)))
            {
                continue;
            }

            string what = ordered
                ? $"column {i + 1} is {Show(inA)} in '{first.Name}' and {Show(inB)} in '{other.Name}'"
                : inA is not null && !b.Contains(inA)
                    ? $"column {Show(inA)} is in '{first.Name}' and not in '{other.Name}'"
                    : $"column {Show(inB)} is in '{other.Name}' and not in '{first.Name}'";
            Fail.With(ErrorCodes.SchemaConflict, $"The files differ: {what}.", "Use --schema union or --schema intersect.");
        }
    }

    private static string Show(string? name) => name is null ? "missing" : Fail.Show(name);
}
