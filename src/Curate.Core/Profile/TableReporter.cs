using Curate.Core.Data;
using Curate.Core.Profile.Alerts;
using Curate.Core.Profile.Balance;
using Curate.Core.Profile.Columns;
using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Profile.Roles;
using Curate.Core.Running;
using Curate.Core.Sketches;

namespace Curate.Core.Profile;

/// <summary>Makes the report of a table from its state.</summary>
internal sealed class TableReporter
{
    /// <summary>A label of numbers with more different values than this is a numeric target: whole numbers, and numbers with fractions.</summary>
    public const int MostWholeClasses = 200;
    public const int MostNumberClasses = 20;

    // Numbers of a sample for separability: 16 MiB.
    private const int MostFeatureCells = 1 << 21;

    private readonly TableSummary _table;
    private readonly SampleTable _sample;
    private readonly ColumnReporter[] _columns;

    public TableReporter(TableSummary table, int workers)
    {
        _table = table;
        _sample = new SampleTable(table.Sample, table.Shape.Columns.Count);
        _columns = new ColumnReporter[table.Shape.Columns.Count];
        Workers.ForBlocks(workers, _columns.Length, c => _columns[c] = new ColumnReporter(table.Column(c), _sample, c));
    }

    private ProfileShape Shape => _table.Shape;

    public ProfileReport Report(ProfileOptions options, string name, string? path, long? bytes, ComparisonSide? reference, MetricsReport? metrics, int workers)
    {
        var columns = new ColumnReport[_columns.Length];
        Workers.ForBlocks(workers, columns.Length, c => columns[c] = _columns[c].Report(options.Top));
        List<(int Index, ColumnReporter Column)> associated = Associated(options);
        var report = new ProfileReport
        {
            Name = name,
            Rows = _table.Rows,
            Bytes = bytes,
            Seed = Shape.Seed,
            SampleRows = _sample.Rows,
            Columns = columns,
            Duplicates = DuplicatesOf(),
            Associations = Associations.Of(associated, _sample, !_table.Sample.IsComplete, workers),
            AssociationColumns = [.. associated.Select(static c => c.Column.Name)],
            Balance = [.. Enumerable.Range(0, Shape.Labels.Count + Shape.Groups.Count).Select(r => BalanceOf(r, options, path))],
            Crosses = Crosses(options),
            Metrics = metrics,
            Comparison = reference is null ? null : DatasetComparison.Of(reference, Side(name)),
        };
        return report with { Alerts = AlertRules.Of(report, options.Thresholds) };
    }

    public ComparisonSide Side(string name) => new()
    {
        Name = name,
        Rows = _table.Rows,
        Columns = [.. _columns.Select(static c => c.Distribution())],
        Classes = [.. Enumerable.Range(0, Shape.Labels.Count + Shape.Groups.Count)
            .Where(r => !IsTarget(r))
            .Select(r => (RoleName(r), _table.Role(r).Classes()))],
    };

    private string RoleName(int role) => Shape.Columns[_table.RoleColumn(role)].Name;

    private List<(int Index, ColumnReporter Column)> Associated(ProfileOptions options)
    {
        var chosen = new List<(int, ColumnReporter)>();
        if (options.Associations.Count > 0)
        {
            foreach (string name in options.Associations)
            {
                if (Shape.IndexOf(name) is >= 0 and int at)
                {
                    chosen.Add((at, _columns[at]));
                }
            }

            return chosen;
        }

        for (int c = 0; c < _columns.Length && chosen.Count < options.MostAssociations; c++)
        {
            if (Associations.Fits(_columns[c]))
            {
                chosen.Add((c, _columns[c]));
            }
        }

        return chosen;
    }

    private DuplicateReport? DuplicatesOf()
    {
        if (_table.DistinctRows is not { } rows)
        {
            return null;
        }

        Estimate repeats;
        if (rows.IsExact)
        {
            repeats = Estimate.Exact(_table.Rows - rows.Kept);
        }
        else
        {
            double value = Math.Min(rows.Repeats(out double error), _table.Rows - 1);
            // Where no kept hash repeats, the share of repeats is below 3 / kept with 95% confidence (the rule of three).
            double margin = value == 0 ? 3.0 * _table.Rows / rows.Kept : 3 * error;
            repeats = new Estimate(value, Math.Max(0, value - margin), Math.Min(_table.Rows - 1, value + margin), false);
        }

        return new DuplicateReport
        {
            DuplicateRows = repeats,
            DistinctRows = new Estimate(_table.Rows - repeats.Value, _table.Rows - repeats.High, _table.Rows - repeats.Low, repeats.IsExact),
            Keys = KeySearch.Of(_columns, _sample, _table.Sample.IsComplete),
            KeysAreExact = KeysAreExact(),
        };
    }

    private bool KeysAreExact() => Array.TrueForAll(_columns, static c => c.Distinct.IsExact || !c.IsUnique);

    /// <summary>A label of many numbers is a target to predict, not a class.</summary>
    private bool IsTarget(int role)
    {
        ColumnReporter column = _columns[_table.RoleColumn(role)];
        ClassCounts counts = _table.Role(role);
        if (role >= Shape.Labels.Count || counts.IsMultiLabel)
        {
            return counts.HasTooManyNumbers;
        }

        return counts.HasTooManyNumbers || column.Kind switch
        {
            ColumnKind.Whole => counts.Count > MostWholeClasses,
            ColumnKind.Number or ColumnKind.Decimal => counts.Count > MostNumberClasses,
            _ => false,
        };
    }

    private BalanceReport BalanceOf(int role, ProfileOptions options, string? path)
    {
        int column = _table.RoleColumn(role);
        ClassCounts counts = _table.Role(role);
        bool isLabel = role < Shape.Labels.Count;
        bool isTarget = IsTarget(role);
        LabelSets? sets = isLabel ? counts.Sets(_sample, column) : null;
        return ClassBalance.Of(new BalanceInput
        {
            Column = Shape.Columns[column].Name,
            Role = isLabel ? "label" : "group",
            Counts = isTarget ? [] : counts.Classes(),
            Rows = counts.Rows,
            Missing = counts.Missing,
            UsableMinimum = options.UsableMinimum,
            LabelSets = sets,
            Target = isTarget ? _columns[column].NumberDistribution() : null,
            Sample = isLabel && !isTarget && sets is null && counts.Count > 1 ? Features(column, options) : null,
            Seed = Shape.Seed,
            Path = isLabel && !isTarget ? path : null,
        });
    }

    private List<CrossReport> Crosses(ProfileOptions options)
    {
        var crosses = new List<CrossReport>();
        for (int l = 0; l < Shape.Labels.Count; l++)
        {
            for (int g = 0; g < Shape.Groups.Count; g++)
            {
                ClassCells cells = _table.Cells(l, g);
                int group = Shape.Labels.Count + g;
                if (!cells.IsGivenUp && !IsTarget(l) && !IsTarget(group) && _table.Role(l).Count > 0 && _table.Role(group).Count > 0)
                {
                    crosses.Add(CrossTable.Of(Shape.Labels[l], Shape.Groups[g], cells.Named(_table.Role(l), _table.Role(group)), options.SmallGroup));
                }
            }
        }

        return crosses;
    }

    /// <summary>The numbers of the sampled rows beside their class: numeric columns without a role, and the components of the embedding.</summary>
    private FeatureSample? Features(int label, ProfileOptions options)
    {
        var rows = new List<int>();
        for (int row = 0; row < _sample.Rows; row++)
        {
            if (!_sample.IsNull(row, label))
            {
                rows.Add(row);
            }
        }

        var roles = new HashSet<string>([.. Shape.Labels, .. Shape.Groups, .. Shape.Probabilities, Shape.Prediction ?? "", options.Embedding ?? ""], StringComparer.Ordinal);
        var features = new List<int>();
        int most = MostFeatureCells / Math.Max(1, rows.Count);
        for (int c = 0; c < _columns.Length && features.Count < most; c++)
        {
            if (_columns[c].HasNumbers && _columns[c].Type is SemanticType.Measure or SemanticType.Count && !roles.Contains(_columns[c].Name))
            {
                features.Add(c);
            }
        }

        int vector = options.Embedding is { } embedding ? Shape.IndexOf(embedding) : -1;
        int dimension = vector >= 0 ? Math.Min(_table.Column(vector).Parts().LeastDimension, Math.Max(0, most - features.Count)) : 0;
        if (rows.Count == 0 || features.Count + dimension == 0)
        {
            return null;
        }

        int width = features.Count + dimension;
        double[] values = new double[rows.Count * width];
        for (int i = 0; i < rows.Count; i++)
        {
            Span<double> to = values.AsSpan(i * width, width);
            for (int f = 0; f < features.Count; f++)
            {
                double value = _sample.IsNull(rows[i], features[f]) ? double.NaN : ValueDisplay.Number(_columns[features[f]].Form, _sample[rows[i], features[f]]);
                to[f] = double.IsFinite(value) ? value : double.NaN;
            }

            if (dimension > 0)
            {
                VectorState.Components(_columns[vector].Form, _sample[rows[i], vector], to[features.Count..]);
            }
        }

        return new FeatureSample
        {
            Features = [.. features.Select(f => _columns[f].Name), .. Enumerable.Range(0, dimension).Select(d => options.Embedding + "[" + d.ToString(System.Globalization.CultureInfo.InvariantCulture) + "]")],
            Classes = [.. rows.Select(r => ValueDisplay.Full(_columns[label].Form, _sample[r, label]))],
            Ids = [.. rows.Select(r => _sample.Ids[r])],
            Values = values,
        };
    }
}
