using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>The columns of an embedding with their kinds: one column of vectors, or columns of numbers whose values are the vector.</summary>
internal sealed class EmbeddingColumns
{
    private EmbeddingColumns(IReadOnlyList<Field> fields) => Fields = fields;

    public IReadOnlyList<Field> Fields { get; }

    /// <summary>Columns to read, in their own kinds.</summary>
    public IEnumerable<ColumnRequest> Requests => Fields.Select(static f => new ColumnRequest(f.Name, f.Kind!.Value) { Scale = f.Scale });

    /// <summary>Where they stand when they are read first.</summary>
    public FeatureLayout Layout => new([.. Enumerable.Range(0, Fields.Count)], []);

    /// <summary>Finds the kinds; those that the source does not declare are inferred from all rows in one pass.</summary>
    /// <exception cref="CurateException">A column is no number and no vector, or a column of vectors is not alone.</exception>
    public static EmbeddingColumns Resolve(PassRunner passes, IRecordSource source, IReadOnlyList<string> names)
    {
        string[] open = [.. names.Where(name => source.Schema.IndexOf(name) is var at && (at < 0 || source.Schema[at].Kind is null))];
        KindInference? inference = open.Length == 0 ? null : passes.Summarise(
            source, new KindInference(open, source.RawKind).Request(), "infer kinds", () => new KindInference(open, source.RawKind));
        var fields = new List<Field>();
        foreach (string name in names)
        {
            int place = Array.IndexOf(open, name);
            Field field = place >= 0 ? inference!.Result(place) : source.Schema[source.Schema.IndexOf(name)];
            if (field.Kind is not (ColumnKind.Vector or ColumnKind.Whole or ColumnKind.Number or ColumnKind.Decimal or ColumnKind.Flag))
            {
                bool noValue = field.Kind == ColumnKind.Text && place >= 0 && inference!.SettledBy(place) is null;
                if (!noValue)
                {
                    ThrowText(source, field, place >= 0 ? inference!.SettledBy(place) : null);
                }

                // A column without any value is as good a column of numbers as any: no row has a vector.
                field = new Field(name, ColumnKind.Number);
            }

            fields.Add(field);
        }

        if (fields.Count > 1 && fields.Find(static f => f.Kind == ColumnKind.Vector) is { } vector)
        {
            Fail.Usage($"The column {Fail.Show(vector.Name)} holds vectors, and --embedding names other columns beside it.", "Name one column of vectors, or columns of numbers.");
        }

        return new EmbeddingColumns(fields);
    }

    private static void ThrowText(IRecordSource source, Field field, KindExample? example) => Fail.With(ErrorCodes.BadValue,
        $"{source.Name}: the embedding {Fail.Show(field.Name)} is no vector and no number"
        + (example is null ? $": its kind is {ValueText.NameOf(field.Kind ?? ColumnKind.Text)}." : $": row {NumberText.Of(example.Row.Row + 1)} has {Fail.Show(example.Text)}."),
        "Vectors are lists in Parquet, and arrays of numbers of one length such as [0.5, -1] in CSV and JSON Lines.");
}
