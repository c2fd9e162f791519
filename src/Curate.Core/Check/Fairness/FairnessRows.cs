using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Options;
using Curate.Core.Profile.Metrics;

namespace Curate.Core.Check.Fairness;

/// <summary>Counts of rows by group, stratum, label and answer, from one pass. Memory: the keys and 48 bytes for each combination that occurs.</summary>
internal sealed class FairnessRows
{
    private readonly SortedDictionary<string, FairnessCells> _strata = new(StringComparer.Ordinal);

    private FairnessRows(FairnessCells all) => All = all;

    /// <summary>All rows with a group, an answer and, where labels are given, a label.</summary>
    public FairnessCells All { get; }

    /// <summary>The same by the values of the <c>--by</c> columns; empty without them.</summary>
    public IReadOnlyDictionary<string, FairnessCells> Strata => _strata;

    public long LeftOut { get; private set; }

    public string Positive { get; private set; } = "";

    /// <summary>Why there is nothing to measure; null where there is.</summary>
    public string? Reason { get; private set; }

    public static FairnessRows Read(CheckInputs inputs, FairnessOptions options)
    {
        CheckRoles roles = inputs.Roles;
        int groupColumns = roles.Group.Count;
        string[] labels = roles.Label is null ? [] : [roles.Label];
        string[] columns = [.. roles.Group, .. roles.By, .. labels];
        using var combinations = new GroupTable(columns, keepCodes: false);
        using var answers = new GroupTable(roles.Prediction is null ? [] : [roles.Prediction], keepCodes: false);
        var counts = new Dictionary<(int Combination, int Answer), long>();
        var combinationPart = new GroupPart();
        var answerPart = new GroupPart();
        string? scores = roles.Prediction is null ? Scores(roles) : null;
        double[] values = [];
        var request = ReadRequest.Of([.. combinations.Request, scores is null ? answers.Request[0] : new ColumnRequest(scores, ColumnKind.Text)]);
        inputs.Passes.Each(inputs.Main, request, "count groups, labels and answers", batch =>
        {
            ReadOnlySpan<int> combination = combinations.Fold(GroupPart.Of(batch, 0, columns.Length, combinationPart));
            ReadOnlySpan<int> answer = scores is null ? answers.Fold(GroupPart.Of(batch, columns.Length, 1, answerPart)) : [];
            if (scores is not null)
            {
                values = values.Length < batch.Count ? new double[Math.Max(batch.Count, batch.Capacity)] : values;
                BatchValues.Scores(batch[columns.Length], scores, values.AsSpan(0, batch.Count));
            }

            for (int row = 0; row < batch.Count; row++)
            {
                int said = scores is null ? answer[row] : double.IsNaN(values[row]) ? -1 : values[row] >= options.DecisionThreshold ? 1 : 0;
                (int, int) key = (combination[row], said);
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        });
        return Sort(inputs, options, combinations, answers, counts, groupColumns, scores is not null);
    }

    /// <summary>The column whose values are compared with the threshold.</summary>
    private static string Scores(CheckRoles roles) => roles.Probability.Count > 0 ? roles.Probability[0] : roles.Score!;

    private static FairnessRows Sort(CheckInputs inputs, FairnessOptions options, GroupTable combinations, GroupTable answers, Dictionary<(int Combination, int Answer), long> counts, int groupColumns, bool scored)
    {
        CheckRoles roles = inputs.Roles;
        int columns = combinations.Columns.Count;
        bool labelled = roles.Label is not null;
        int[] order = combinations.Sorted();
        string?[][] keys = [.. Enumerable.Range(0, combinations.Count).Select(c => GroupKey.Values(combinations.Key(c), columns))];
        string[] groupOf = [.. keys.Select(k => Shown(k.AsSpan(0, groupColumns), roles.Group))];

        // Groups in the order in which sorted combinations name them: a missing group is one of them.
        var groups = new List<string>();
        foreach (int c in order)
        {
            if (!groups.Contains(groupOf[c], StringComparer.Ordinal))
            {
                groups.Add(groupOf[c]);
            }
        }

        var rows = new FairnessRows(new FairnessCells(groups));
        string[] classes = Classes(answers, keys, labelled, scored);
        rows.Positive = options.Positive ?? (classes.Length == 0 ? "" : classes[^1]);
        if (options.Positive is not null && !classes.Contains(options.Positive, StringComparer.Ordinal))
        {
            rows.Reason = $"Neither labels nor predictions have the class {Fail.Show(options.Positive)}, which --positive names.";
            return rows;
        }

        if (classes.Length > 2 && options.Positive is null)
        {
            rows.Reason = $"There are {NumberText.Of(classes.Length)} classes: name the one that is compared with all others with --positive.";
            return rows;
        }

        foreach (((int combination, int answer), long count) in counts)
        {
            string?[] key = keys[combination];
            string? label = labelled ? key[columns - 1] : "";
            string? said = answer < 0 || scored || answers.IsMissing(answer) ? null : answers.Show(answer);
            bool hasAnswer = scored ? answer >= 0 : said is not null;
            if (label is null || !hasAnswer)
            {
                rows.LeftOut += count;
                continue;
            }

            bool positive = scored ? answer == 1 : said == rows.Positive;
            bool truth = labelled && label == rows.Positive;
            int group = groups.IndexOf(groupOf[combination]);
            rows.All[group, truth, positive] += count;
            if (roles.By.Count > 0)
            {
                string stratum = Shown(key.AsSpan(groupColumns, roles.By.Count), roles.By);
                if (!rows._strata.TryGetValue(stratum, out FairnessCells? cells))
                {
                    rows._strata.Add(stratum, cells = new FairnessCells(groups));
                }

                cells[group, truth, positive] += count;
            }
        }

        return rows;
    }

    /// <summary>The classes that occur, in sorted order: those of labels, where they are given, and of predictions.</summary>
    private static string[] Classes(GroupTable answers, string?[][] keys, bool labelled, bool scored)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (labelled)
        {
            names.UnionWith(keys.Select(static k => k[^1]).OfType<string>());
        }

        for (int a = 0; !scored && a < answers.Count; a++)
        {
            if (!answers.IsMissing(a))
            {
                names.Add(answers.Show(a));
            }
        }

        // By number where all are numbers, as everywhere.
        double[] numbers = new double[names.Count];
        string[] sorted = [.. names.Order(StringComparer.Ordinal)];
        bool numeric = true;
        for (int i = 0; i < sorted.Length && numeric; i++)
        {
            numeric = ValueText.TryNumber(System.Text.Encoding.UTF8.GetBytes(sorted[i]), out numbers[i]);
        }

        if (numeric)
        {
            Array.Sort(numbers, sorted);
        }

        return sorted;
    }

    private static string Shown(ReadOnlySpan<string?> values, IReadOnlyList<string> columns)
    {
        if (columns.Count == 1)
        {
            return values[0] ?? "(missing)";
        }

        var parts = new string[values.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = $"{columns[i]}={values[i] ?? "(missing)"}";
        }

        return string.Join(", ", parts);
    }
}
