using System.Numerics;
using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Core.Dependencies;

/// <summary>
/// Finds what columns say about each other: functional dependencies that hold or almost hold, minimal keys, inclusion dependencies, rows and values that break
/// them. One pass over the table (and one over the other), then everything in memory.
/// </summary>
/// <remarks>Memory: 8 bytes a value of the searched columns, their distinct values with 72 bytes each, 24 bytes a row for every worker, and 96 bytes a left side of one size.</remarks>
public static class DependencyFinder
{
    /// <param name="passes">The run.</param>
    /// <param name="source">The table.</param>
    /// <param name="columns">Columns to search, at most <see cref="DependencyOptions.MostColumns"/>; <see cref="Choose"/> gives them.</param>
    /// <param name="options">Limits.</param>
    /// <param name="other">A dataset in whose columns values are looked for, too, or null.</param>
    public static DependencyReport Run(PassRunner passes, IRecordSource source, IReadOnlyList<string> columns, DependencyOptions options, IRecordSource? other = null)
    {
        RunContext context = passes.Context;
        using CodedTable table = CodedTable.Read(passes, source, columns);
        using CodedTable? foreign = other is null ? null : CodedTable.Read(passes, other, Choose(other, [], options).Columns, "other values");
        SearchResult result;
        Dependency[] exact;
        Dependency[] almost;
        List<(int Value, int Proposed, long Rows, long First)>[] typos;
        ulong[] keys;
        string[][] keyNames;
        int[] rights;
        using (var search = new DependencySearch(table, options, context))
        {
            result = search.Run();
            string[] Names(ulong left) => [.. search.Columns(left).Select(c => table.Columns[c])];
            Dependency Named(FoundDependency found) => new() { From = Names(found.Left), To = table.Columns[search.Column(found.Right)], Measures = found.Measures };
            keys = [.. result.Keys.OrderBy(static k => BitOperations.PopCount(k)).ThenBy(search.Columns, s_byColumns).Take(options.List)];
            keyNames = [.. keys.Select(Names)];
            exact =
            [
                .. result.Exact.Where(f => f.Measures.Support >= options.Support)
                    .OrderBy(static f => BitOperations.PopCount(f.Left)).ThenByDescending(static f => f.Measures.Support).ThenBy(f => search.Columns(f.Left), s_byColumns).ThenBy(f => search.Column(f.Right))
                    .Take(options.List).Select(Named),
            ];
            FoundDependency[] listed =
            [
                .. result.Almost.OrderByDescending(static f => f.Measures.MuPlus).ThenBy(static f => f.Measures.Violations).ThenBy(static f => BitOperations.PopCount(f.Left))
                    .ThenBy(f => search.Columns(f.Left), s_byColumns).ThenBy(f => search.Column(f.Right)).Take(options.List),
            ];
            rights = [.. listed.Select(f => search.Column(f.Right))];
            almost = new Dependency[listed.Length];
            typos = new List<(int, int, long, long)>[listed.Length];
            Workers.ForBlocks(context.Workers, listed.Length, i =>
            {
                DependencySearch.Room room = search.TakeRoom();
                typos[i] = [];
                almost[i] = DependencyDetails.Of(table, Named(listed[i]), search.Columns(listed[i].Left), rights[i], search.Groups(listed[i].Left, room), options.List, typos[i]);
                search.GiveBack(room);
            }, context.Ct);
        }

        List<TypoCandidate> candidates = Typos(table, almost, rights, typos);
        List<Inclusion> inclusions = InclusionSearch.Of(table, foreign, options.Error, options.List, context, out long inclusionCount);
        var keySet = new HashSet<ulong>(result.Keys);
        return new DependencyReport
        {
            Columns = columns,
            Options = options,
            Rows = table.Rows,
            ExactCount = result.Exact.Count,
            FromKeys = result.Exact.Count(f => keySet.Contains(f.Left)),
            BelowSupport = result.Exact.Count(f => f.Measures.Support < options.Support && !keySet.Contains(f.Left)),
            Exact = exact,
            AlmostCount = result.Almost.Count,
            Almost = almost,
            KeyCount = result.Keys.Count,
            Keys = keyNames,
            InclusionCount = inclusionCount,
            Inclusions = inclusions,
            TypoCount = candidates.Count,
            Typos = [.. candidates.Take(options.List)],
            Complete = result.Complete,
            IsExhausted = result.IsExhausted,
            IsCut = result.IsCut,
            LeftSides = result.LeftSides,
            Work = result.Work,
        };
    }

    /// <summary>The columns that a search takes: those asked for, or all of the table, but for vectors, up to the limit.</summary>
    public static (IReadOnlyList<string> Columns, IReadOnlyList<string> LeftOut) Choose(IRecordSource source, IReadOnlyList<string> asked, DependencyOptions options)
    {
        TableSchema schema = source.Schema;
        IEnumerable<string> named = asked.Count > 0 ? asked : schema.Fields.Select(static f => f.Name);
        var columns = new List<string>();
        var leftOut = new List<string>();
        foreach (string name in named.Distinct(StringComparer.Ordinal))
        {
            bool isVector = schema.IndexOf(name) is >= 0 and int at && schema[at].Kind == ColumnKind.Vector;
            (isVector || columns.Count >= options.Columns ? leftOut : columns).Add(name);
        }

        return (columns, leftOut);
    }

    private static List<TypoCandidate> Typos(CodedTable table, Dependency[] almost, int[] rights, List<(int Value, int Proposed, long Rows, long First)>[] typos)
    {
        var totals = new Dictionary<int, long[]>();
        var known = new HashSet<(int Column, int Value, int Proposed)>();
        var candidates = new List<TypoCandidate>();
        for (int i = 0; i < almost.Length; i++)
        {
            int right = rights[i];
            if (!totals.TryGetValue(right, out long[]? total))
            {
                totals[right] = total = new long[table.Dictionaries[right].Count];
                foreach (int code in table.Codes(right))
                {
                    total[code]++;
                }
            }

            foreach (IGrouping<(int Value, int Proposed), (int Value, int Proposed, long Rows, long First)> same in typos[i].GroupBy(static t => (t.Value, t.Proposed)).OrderBy(static g => g.Min(static t => t.First)))
            {
                // A dependency further up has said it already.
                if (total[same.Key.Value] >= total[same.Key.Proposed] || !known.Add((right, same.Key.Value, same.Key.Proposed)))
                {
                    continue;
                }

                candidates.Add(new TypoCandidate
                {
                    Column = table.Columns[right],
                    Value = table.Dictionaries[right].Text(same.Key.Value)!,
                    Proposed = table.Dictionaries[right].Text(same.Key.Proposed)!,
                    Rows = same.Sum(static t => t.Rows),
                    FirstRow = same.Min(static t => t.First),
                    From = almost[i].From,
                });
            }
        }

        return candidates;
    }

    private static readonly Comparer<int[]> s_byColumns = Comparer<int[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));
}
