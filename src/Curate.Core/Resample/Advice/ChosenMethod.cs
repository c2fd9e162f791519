using System.Globalization;
using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Resample.Advice;

/// <summary>A method of <c>curate resample</c> as it is run on the training rows of a fold, by the same planner that runs it on files.</summary>
internal sealed class ChosenMethod
{
    // Where rows stand and what else they carry changes nothing that a learner sees.
    private static readonly string[] s_withoutEffect = ["label", "features", "categorical", "id", "scale", "missing", "order", "other", "synthetic-column", "parents", "weight-column"];

    private const string Weight = "\u0001weight";
    private readonly MethodEntry _entry;
    private readonly OptionValues _values;
    private readonly AdviceOptions _options;

    /// <param name="entry">The method.</param>
    /// <param name="values">Options that were given for it; names that it does not have are left out.</param>
    /// <param name="options">Columns, scale and missing values.</param>
    public ChosenMethod(MethodEntry entry, OptionValues values, AdviceOptions options)
    {
        _entry = entry;
        _options = options;
        _values = new OptionValues();
        foreach (string name in values.Names.Where(n => !s_withoutEffect.Contains(n, StringComparer.Ordinal) && entry.OptionSpecs.Any(o => o.Name == n)))
        {
            foreach (string value in values.Of(name))
            {
                _values.Add(name, value);
            }
        }
    }

    public string Name => _entry.Name;

    /// <summary>The training rows after the method, as a learner sees them, NaN for missing numbers.</summary>
    /// <param name="table">All rows.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="fullCounts">Rows of each class in the dataset, of which <c>--to count:</c> speaks.</param>
    /// <param name="run">The run of this fold: seed, memory.</param>
    public LabelledRows Apply(TrialRows table, int[] train, IReadOnlyList<long> fullCounts, RunContext run)
    {
        using var source = new TrialSource(table, train);
        var passes = new PassRunner(run);
        var inputs = new PlanInputs(source, []);
        BoundMethod bound = _entry.Bind(Bound(table, train, fullCounts));
        using IRowPlanner planner = bound.Start(new StartRequest(inputs, run) { NeedsPlan = true }).Planner!;
        using RowPlan plan = planner.Run(passes, inputs);
        using var after = new PlannedSource(source, plan, run);
        bool weighted = plan.Added.Any(static f => f.Name == Weight);
        IReadOnlyList<ColumnRequest> features = table.FeatureRequest;
        var read = new List<ColumnRequest>(features) { new(TrialRows.Row, ColumnKind.Whole) };
        if (weighted)
        {
            read.Add(new ColumnRequest(Weight, ColumnKind.Number));
        }

        int count = checked((int)plan.OutputRows);
        var rows = new Matrix(count, table.Width);
        var labels = new int[count];
        double[]? weights = weighted ? new double[count] : null;
        int next = 0;
        var columns = new Column[features.Count];
        passes.Each(after, ReadRequest.Of(read), "read training rows", batch =>
        {
            for (int c = 0; c < columns.Length; c++)
            {
                columns[c] = batch[c];
            }

            var from = (WholeColumn)batch[columns.Length];
            for (int row = 0; row < batch.Count; row++, next++)
            {
                // A made-up row is a copy of a row of its class with other features.
                table.Encode(columns, row, rows.Row(next));
                labels[next] = table.ClassOf[(int)from[row]];
                if (weights is not null)
                {
                    weights[next] = ((NumberColumn)batch[columns.Length + 1])[row];
                }
            }
        });
        return new LabelledRows(rows, labels, table.Classes, weights);
    }

    private OptionValues Bound(TrialRows table, int[] train, IReadOnlyList<long> fullCounts)
    {
        var values = new OptionValues();
        foreach (string name in _values.Names)
        {
            foreach (string value in _values.Of(name))
            {
                values.Add(name, name == "to" ? Scaled(value, table, train, fullCounts) : value);
            }
        }

        values.Add("label", table.Label);
        bool Takes(string option) => _entry.OptionSpecs.Any(o => o.Name == option);
        if (Takes("weight-column"))
        {
            values.Add("weight-column", Weight);
        }

        // random-over looks at features only to add noise, and smote-n at numbers only where they are named.
        bool noise = _values.Of("shrinkage") is { Count: > 0 } given && NumberText.TryNumber(given[^1], out double shrinkage) && shrinkage > 0;
        bool looks = Takes("scale") ? _entry.Name != "smote-n" || _options.Features.Count > 0 : noise;
        if (looks && table.NumberNames.Count > 0)
        {
            values.Add("features", Quoted(table.NumberNames));
        }

        if (Takes("categorical") && table.CategoryNames.Count > 0)
        {
            values.Add("categorical", Quoted(table.CategoryNames));
        }

        if (Takes("scale"))
        {
            values.Add("scale", _options.Scale.ToString().ToLowerInvariant());
            values.Add("missing", _options.Missing.ToString().ToLowerInvariant());
        }

        return values;
    }

    /// <summary>A list of columns in which a name holds whatever it holds.</summary>
    private static string Quoted(IReadOnlyList<string> names) => string.Join(',', names.Select(static n => "'" + n.Replace("'", "''", StringComparison.Ordinal) + "'"));

    /// <summary>Counts of the whole dataset as counts of a part, class by class; all else speaks of shares.</summary>
    private static string Scaled(string target, TrialRows table, int[] train, IReadOnlyList<long> fullCounts)
    {
        BalanceTarget to = BalanceTarget.Parse(target);
        if (to.Form != "count")
        {
            return target;
        }

        long[] counts = table.CountsOf(train);
        IEnumerable<string> parts = to.PerClass.Select(pair =>
        {
            int c = table.Names.ToList().IndexOf(pair.Key);
            double scaled = c < 0 ? pair.Value : Math.Round(pair.Value * counts[c] / fullCounts[c], MidpointRounding.ToEven);
            return pair.Key + "=" + ((long)scaled).ToString(CultureInfo.InvariantCulture);
        });
        return "count:" + string.Join(',', parts);
    }
}
