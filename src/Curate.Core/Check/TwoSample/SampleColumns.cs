using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Core.Check.TwoSample;

/// <summary>Which columns of one or more datasets are compared, and in which kind they are read.</summary>
internal sealed class SampleColumns
{
    /// <summary>A column of vectors that is compared alone; null where there is none.</summary>
    public string? Embedding { get; private init; }

    /// <summary>Columns of numbers, flags or (where named) times in every dataset; the kind is that of the main one.</summary>
    public required IReadOnlyList<string> Numbers { get; init; }

    /// <summary>Columns that are texts in some dataset.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    public required IReadOnlyList<(string Column, string Reason)> LeftOut { get; init; }

    public string? Label { get; private init; }

    public string? Time { get; private init; }

    /// <summary>Why there is nothing to compare.</summary>
    public string? Reason { get; private init; }

    public int Count => Numbers.Count + Texts.Count + (Embedding is null ? 0 : 1);

    /// <summary>Chooses among the named features, or all columns without another role.</summary>
    public static SampleColumns Of(CheckInputs inputs, IReadOnlyList<IRecordSource> sources)
    {
        CheckRoles roles = inputs.Roles;
        string? label = roles.Label;
        string? time = roles.Time;
        if (roles.Embedding is { } embedding)
        {
            string? why = sources.Any(s => !s.HasColumn(embedding)) ? $"Not every dataset has the column '{embedding}' that --embedding names."
                : sources.Any(s => KindOf(inputs, s, embedding) != ColumnKind.Vector) ? $"The column '{embedding}' that --embedding names does not hold vectors in every dataset." : null;
            return new SampleColumns { Embedding = why is null ? embedding : null, Numbers = [], Texts = [], LeftOut = [], Reason = why, Label = label, Time = time };
        }

        bool named = roles.Features.Count > 0;
        string[] taken = [.. new[] { label, roles.Id, time, roles.Score, roles.Prediction }.OfType<string>(), .. roles.Text, .. roles.Probability];
        string[] wanted = named ? [.. roles.Features] : [.. sources[0].Schema.Fields.Select(static f => f.Name).Except(taken, StringComparer.Ordinal)];
        string[] everywhere = [.. wanted.Where(name => sources.All(s => s.HasColumn(name)))];
        var leftOut = new List<(string, string)>(wanted.Except(everywhere, StringComparer.Ordinal).Select(static name => (name, "is not in every dataset")));
        var kinds = sources.Select(s => KindResolver.Resolve(inputs.Passes, s, everywhere)).ToList();
        var numbers = new List<string>();
        var texts = new List<string>();
        foreach (string name in everywhere)
        {
            ColumnKind[] of = [.. kinds.Select(k => k[k.IndexOf(name)].Kind ?? ColumnKind.Text)];
            if (of.All(static k => k is ColumnKind.Whole or ColumnKind.Number or ColumnKind.Decimal or ColumnKind.Flag))
            {
                numbers.Add(name);
            }
            else if (of.All(static k => k is ColumnKind.Date or ColumnKind.Time))
            {
                (named ? numbers : []).Add(name);
                if (!named)
                {
                    leftOut.Add((name, "holds times, which differ between files; --features takes it in"));
                }
            }
            else if (of.Any(static k => k is ColumnKind.Vector or ColumnKind.Json or ColumnKind.Bytes))
            {
                leftOut.Add((name, of.All(static k => k == ColumnKind.Vector) ? "holds vectors; --embedding compares them" : "holds nested values"));
            }
            else
            {
                texts.Add(name);
            }
        }

        return new SampleColumns
        {
            Numbers = numbers,
            Texts = texts,
            LeftOut = leftOut,
            Label = label,
            Time = time,
            Reason = numbers.Count + texts.Count > 0 ? null : "There is no column that every dataset has and that holds numbers or categories: name some with --features, or vectors with --embedding.",
        };
    }

    private static ColumnKind? KindOf(CheckInputs inputs, IRecordSource source, string column)
    {
        TableSchema schema = KindResolver.Resolve(inputs.Passes, source, [column]);
        return schema[schema.IndexOf(column)].Kind;
    }
}
