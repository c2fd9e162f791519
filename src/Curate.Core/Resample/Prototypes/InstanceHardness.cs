using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Prototypes;

/// <summary>
/// Instance hardness threshold: a learner judges every row by a model that has not seen its fold, and of each class that shrinks stay the rows to whose
/// label the model gives the most probability. Exactly as many as asked for; equal probabilities: the lower row stays.
/// </summary>
/// <remarks>
/// M. R. Smith, T. Martinez and C. Giraud-Carrier 2014, "An instance level analysis of data complexity". A fit for each fold. Categories enter as one column of
/// 0 and 1 each. 16 bytes for each number and category of a row, and what the learner holds.
/// </remarks>
internal sealed class InstanceHardness(HardnessOptions options, RunContext context) : FeaturePlanner(options, context)
{
    public const string Reason = "hard";

    public static MethodEntry Entry { get; } = new MethodEntry<HardnessOptions>(
        "resample", "instance-hardness-threshold", "Keeps of each class the rows that a cross-validated learner finds easiest.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory | MethodTraits.Random)
    {
        Memory = "4 (features + 1) bytes a row, 16 bytes for each number and each category of a row, the models",
        Passes = "3, and one more where kinds are inferred",
        Source = "M. R. Smith, T. Martinez and C. Giraud-Carrier 2014",
        DropReasons = [Reason],
        Usage = "curate resample wine.csv --method instance-hardness-threshold --label class -o smaller.csv",
        Defaults = new HardnessOptions(),
        Options =
        [
            .. FeatureOptionSpecs.Of<HardnessOptions>(FeatureOptionSpecs.CountsHelp, duplicates: false),
            OptionSpec<HardnessOptions>.Choice("estimator", "The learner that judges rows.",
                ["random-forest", "gradient-boosting", "logistic-regression", "naive-bayes", "decision-tree", "k-neighbors"], (o, v) => o with { Estimator = v }, "random-forest"),
            OptionSpec<HardnessOptions>.Whole("cv", "Folds of the cross-validation.", (o, v) => o with { Folds = (int)v }, 5, min: 2, max: 1000),
            OptionSpec<HardnessOptions>.Whole("trees", "Trees of random-forest, rounds of gradient-boosting.", (o, v) => o with { Trees = (int)v }, 100, min: 1, max: 100_000),
        ],
        Resolved = static o => o.Estimator is "random-forest" or "gradient-boosting" ? new Dictionary<string, string?>() : new Dictionary<string, string?> { ["trees"] = null },
        Start = static (options, request) => MethodStart.With(new InstanceHardness(FeatureOptionSpecs.Resolve(options, request), request.Context)),
        Example = static table => table.Classes < 2 || table.Rows < 7 ? null
            : new HardnessOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean, Trees = 3, Folds = 2 },
    };

    protected override RowPlan Decide(LabelledTable table)
    {
        var targeted = new TargetedRows(table, options.To);
        Check(table);
        int width = table.Store.Numeric;
        for (int c = 0; c < table.Store.Codes; c++)
        {
            width += table.CategoryCount(c);
        }

        long bytes = 16L * table.Count * width;
        Context.Memory.Take(bytes, "The rows for the learner");
        try
        {
            var examples = new LabelledRows(Rows(table, width), table.ClassOf.ToArray(), table.ClassCount);
            SeededDraw draw = Context.Draw("instance-hardness");
            Folds folds = Folds.Stratified(examples.Labels, examples.Classes, options.Folds, draw.For("folds"u8));
            CheckFolds(table, folds);
            Matrix probabilities = CrossFit.Probabilities(Learner(), examples, folds, draw.For("models"u8), Context);
            targeted.Choose((ofClass, rows, count) =>
            {
                int[] order = [.. Enumerable.Range(0, rows.Length)];
                double Easy(int place) => probabilities[rows[place], ofClass];
                order.AsSpan().Sort((a, b) => Easy(a) != Easy(b) ? Easy(b).CompareTo(Easy(a)) : a.CompareTo(b));
                return order[..count];
            });
        }
        finally
        {
            Context.Memory.Return(bytes);
        }

        return targeted.Plan(Reason, options);
    }

    private IClassifier Learner() => options.Estimator switch
    {
        "gradient-boosting" => new GradientBoostingClassifier(new GradientBoostingOptions { Rounds = options.Trees }),
        "logistic-regression" => new LogisticRegression(new LogisticRegressionOptions()),
        "naive-bayes" => new GaussianNaiveBayes(),
        "decision-tree" => new DecisionTreeClassifier(new TreeOptions()),
        "k-neighbors" => new NeighbourClassifier(new NeighbourOptions()),
        _ => new RandomForestClassifier(new RandomForestOptions { Trees = options.Trees }),
    };

    private void Check(LabelledTable table)
    {
        if (options.Folds > table.Count)
        {
            Fail.With(ErrorCodes.Infeasible, $"--cv {NumberText.Of(options.Folds)} asks for more folds than the {NumberText.Of(table.Count)} rows with a label and features.",
                "Lower --cv.");
        }
    }

    /// <summary>Every model must see two classes at least.</summary>
    private static void CheckFolds(LabelledTable table, Folds folds)
    {
        for (int fold = 0; fold < folds.Count; fold++)
        {
            int first = -1;
            bool two = false;
            for (int row = 0; row < table.Count && !two; row++)
            {
                if (folds.Of(row) != fold)
                {
                    two = first >= 0 && table.ClassOf[row] != first;
                    first = table.ClassOf[row];
                }
            }

            if (!two)
            {
                Fail.With(ErrorCodes.Infeasible, "A fold of the cross-validation leaves rows of only one class to learn from.",
                    "The classes are too small for this method: use near-miss or random-under.");
            }
        }
    }

    private static Matrix Rows(LabelledTable table, int width)
    {
        var rows = new Matrix(table.Count, width);
        for (int row = 0; row < table.Count; row++)
        {
            ReadOnlySpan<float> from = table.Store[row];
            Span<double> to = rows.Row(row);
            for (int p = 0; p < table.Store.Numeric; p++)
            {
                to[p] = from[p];
            }

            int first = table.Store.Numeric;
            for (int c = 0; c < table.Store.Codes; c++)
            {
                to[first + (int)from[table.Store.Numeric + c]] = 1;
                first += table.CategoryCount(c);
            }
        }

        return rows;
    }
}
