using System.Globalization;
using System.Text.Json;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Tests.Numerics.Vectors;

namespace Curate.Core.Tests.Numerics.Learners;

/// <summary>Tables and numbers of scikit-learn, made by tests/peers/learners/reference.py.</summary>
internal static class LearnerReference
{
    private static readonly Lazy<JsonElement> s_root = new(static () =>
    {
        using Stream stream = typeof(LearnerReference).Assembly.GetManifestResourceStream("learners.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    });

    public static JsonElement Root => s_root.Value;

    public static JsonElement Of(string table, string name) => Root.GetProperty(table).GetProperty(name);

    public static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(static e => e.GetDouble())];

    /// <summary>A list of lists; a plain list becomes one column.</summary>
    public static Matrix Matrix(JsonElement element) => element.GetArrayLength() > 0 && element[0].ValueKind == JsonValueKind.Array
        ? Core.Numerics.Linear.Matrix.Of([.. element.EnumerateArray().Select(Numbers)])
        : new Matrix(element.GetArrayLength(), 1, Numbers(element));

    public static LabelledRows Table(string name)
    {
        using var reader = new StreamReader(typeof(LearnerReference).Assembly.GetManifestResourceStream($"learners/{name}.csv")!);
        var rows = new List<double[]>();
        while (reader.ReadLine() is { } line)
        {
            rows.Add([.. line.Split(',').Select(static v => double.Parse(v, CultureInfo.InvariantCulture))]);
        }

        int[] labels = [.. rows.Select(static r => (int)r[^1])];
        return new LabelledRows(Core.Numerics.Linear.Matrix.Of([.. rows.Select(static r => r[..^1])]), labels, labels.Max() + 1);
    }

    /// <summary>The table with its columns at mean 0 and variance 1.</summary>
    public static LabelledRows Standard(string name)
    {
        LabelledRows table = Table(name);
        return new LabelledRows(Standardiser.Of(table.Rows).Apply(table.Rows, TestVectors.Run()), table.Labels, table.Classes);
    }

    /// <summary>The weights of the script.</summary>
    public static double[] Weights(int rows) => [.. Enumerable.Range(0, rows).Select(static i => 0.5 + (0.25 * (i % 8)))];

    public static LabelledRows Weighted(LabelledRows rows) => new(rows.Rows, rows.Labels, rows.Classes, Weights(rows.Count));

    /// <summary>One column as the target and the others as inputs, as the script takes them.</summary>
    public static TargetRows Target(string name, bool weighted = false)
    {
        Matrix rows = Table(name).Rows;
        int target = name == "digits" ? 36 : rows.Columns - 1;
        var inputs = new Matrix(rows.Rows, rows.Columns - 1);
        var targets = new double[rows.Rows];
        for (int i = 0; i < rows.Rows; i++)
        {
            targets[i] = rows[i, target];
            for (int p = 0; p < inputs.Columns; p++)
            {
                inputs[i, p] = rows[i, p < target ? p : p + 1];
            }
        }

        return new TargetRows(inputs, targets, weighted ? Weights(rows.Rows) : null);
    }

    public static int[] FoldRows(int rows, int fold, bool inside) => [.. Enumerable.Range(0, rows).Where(i => (i % 5 == fold) == inside)];

    public static double Accuracy(int[] predicted, int[] labels) => predicted.Zip(labels).Count(static p => p.First == p.Second) / (double)labels.Length;

    /// <summary>The chance that a positive row scores above a negative one, ties for half.</summary>
    public static double Auc(double[] scores, bool[] positive)
    {
        double above = 0;
        double pairs = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length && positive[i]; j++)
            {
                if (!positive[j])
                {
                    pairs++;
                    above += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }

        return above / pairs;
    }
}
