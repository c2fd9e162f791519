using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Options;
using Curate.Core.Profile.Metrics;
using Curate.Core.Running;

namespace Curate.Core.Check.Calibration;

/// <summary>
/// The probability of each row and whether what it speaks of happened: the positive class, or with a column for each class the answer (the largest one). 21 bytes
/// a row.
/// </summary>
internal sealed class CalibrationRows : IDisposable
{
    private const int BytesARow = 21;
    private const string What = "The probabilities";
    private readonly MemoryLease _lease;

    private CalibrationRows(MemoryLease lease) => _lease = lease;

    public double[] Chances { get; private set; } = [];

    public bool[] Events { get; private set; } = [];

    /// <summary>The group of each row, a number in <see cref="Groups"/>; empty without group columns.</summary>
    public int[] GroupOf { get; private set; } = [];

    /// <summary>Groups in sorted order.</summary>
    public IReadOnlyList<string> Groups { get; private set; } = [];

    /// <summary>Rows without a label or a probability.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The class that the probability is of; null where it is that of the answer.</summary>
    public string? Positive { get; private set; }

    /// <summary>Why there is nothing to measure; null where there is.</summary>
    public string? Reason { get; private set; }

    /// <summary>Reads the rows in one pass.</summary>
    public static CalibrationRows Read(CheckInputs inputs, string? positive)
    {
        var rows = new CalibrationRows(inputs.Context.Memory.Lease(0, What));
        try
        {
            rows.Fill(inputs, positive);
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>The rows of each group, ascending.</summary>
    public List<int>[] ByGroup()
    {
        var members = new List<int>[Groups.Count];
        for (int g = 0; g < members.Length; g++)
        {
            members[g] = [];
        }

        for (int i = 0; i < GroupOf.Length; i++)
        {
            members[GroupOf[i]].Add(i);
        }

        return members;
    }

    public void Dispose() => _lease.Dispose();

    private void Fill(CheckInputs inputs, string? positive)
    {
        CheckRoles roles = inputs.Roles;
        int columns = roles.Probability.Count;
        using var labels = new GroupTable([roles.Label!], keepCodes: false);
        using var groups = new GroupTable(roles.Group, keepCodes: false);
        var labelPart = new GroupPart();
        var groupPart = new GroupPart();
        var chances = new List<double>();
        var answers = new List<int>();
        var codes = new List<int>();
        var groupOf = new List<int>();
        double[][] values = [.. roles.Probability.Select(static _ => Array.Empty<double>())];
        ReadRequest request = ReadRequest.Of([.. labels.Request, .. groups.Request, .. roles.Probability.Select(static c => new ColumnRequest(c, ColumnKind.Text))]);
        inputs.Passes.Each(inputs.Main, request, "read probabilities", batch =>
        {
            // Codes of the batch are valid until the next fold, so each table has a part of its own.
            int[] label = labels.Fold(GroupPart.Of(batch, 0, 1, labelPart)).ToArray();
            int[] group = roles.Group.Count == 0 ? [] : groups.Fold(GroupPart.Of(batch, 1, roles.Group.Count, groupPart)).ToArray();
            for (int c = 0; c < columns; c++)
            {
                values[c] = values[c].Length < batch.Count ? new double[Math.Max(batch.Count, batch.Capacity)] : values[c];
                BatchValues.Scores(batch[1 + roles.Group.Count + c], roles.Probability[c], values[c].AsSpan(0, batch.Count));
            }

            for (int row = 0; row < batch.Count; row++)
            {
                int largest = 0;
                bool whole = !batch[0].IsNull(row);
                for (int c = 0; c < columns; c++)
                {
                    double p = values[c][row];
                    whole &= !double.IsNaN(p);
                    largest = p > values[largest][row] ? c : largest;
                    if (p is < 0 or > 1)
                    {
                        Reason ??= $"Column '{roles.Probability[c]}' has {NumberText.Of(p)} in row {NumberText.Of(batch.FirstRow + row + 1)}, which is no probability: values from 0 to 1 are expected.";
                    }
                }

                if (!whole)
                {
                    LeftOut++;
                    continue;
                }

                chances.Add(values[largest][row]);
                answers.Add(largest);
                codes.Add(label[row]);
                if (group.Length > 0)
                {
                    groupOf.Add(group[row]);
                }
            }

            if ((long)chances.Capacity * BytesARow > _lease.Bytes)
            {
                _lease.Grow(((long)chances.Capacity * BytesARow) - _lease.Bytes, What);
            }
        });
        if (Reason is null)
        {
            Classify(labels, positive, columns, codes, answers);
        }

        Chances = [.. chances];
        int[] order = groups.Sorted();
        var place = new int[groups.Count];
        for (int g = 0; g < order.Length; g++)
        {
            place[order[g]] = g;
        }

        Groups = [.. order.Select(groups.Show)];
        GroupOf = [.. groupOf.Select(g => place[g])];
    }

    private void Classify(GroupTable labels, string? positive, int columns, List<int> codes, List<int> answers)
    {
        int[] classes = [.. labels.Sorted().Where(g => !labels.IsMissing(g))];
        if (columns == 1)
        {
            if (classes.Length > 2 && positive is null)
            {
                Reason = $"The label has {NumberText.Of(classes.Length)} classes and there is one probability: name the class that it is of with --positive, or pass a column for each class.";
                return;
            }

            if (positive is not null && !Array.Exists(classes, g => labels.Show(g) == positive))
            {
                Reason = $"The label has no class {Fail.Show(positive)}, which --positive names.";
                return;
            }

            int of = classes.Length == 0 ? -1 : positive is null ? classes[^1] : Array.Find(classes, g => labels.Show(g) == positive);
            Positive = of < 0 ? null : labels.Show(of);
            Events = [.. codes.Select(code => code == of)];
            return;
        }

        if (classes.Length != columns)
        {
            Reason = $"The label has {NumberText.Of(classes.Length)} classes and there are {NumberText.Of(columns)} probabilities: one for each class is needed, in the order of sorted class names.";
            return;
        }

        Events = new bool[codes.Count];
        for (int i = 0; i < Events.Length; i++)
        {
            Events[i] = classes[answers[i]] == codes[i];
        }
    }
}
