using Curate.Core.Data;
using Curate.Core.Profile;
using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Running;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Columns are distributed as in another file or a saved profile. Costs a pass for all such rules together; memory of a profile.</summary>
internal sealed record DistributionRule : Rule
{
    private readonly string _path;
    private readonly string _shown;
    private readonly double _max;
    private readonly bool _new;

    private DistributionRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        reader.Need("against");
        Items = reader.Columns("columns");
        (_path, _shown) = reader.Path("against")!.Value;
        _max = reader.Number("max-psi") ?? 0.25;
        _new = reader.Choice("new-values", "allow") == "forbid";
    }

    public static RuleKind Entry { get; } = new("distribution", "Columns are distributed as in another file, or in a state that profile --save-state wrote.",
        new("distribution-moved", Severity.Error, "A column is distributed differently from the reference")
        {
            Why = "A model answers for the distribution that it was trained on.",
            Formula = "rule distribution: population stability index, sum (q - p) ln(q / p) over categories or tenths of the reference > max-psi; or values that the reference lacks (new-values: forbid)",
            Advice = "curate profile --against shows what moved; take a new reference where the change is meant.",
        },
        [
            new("columns", RuleKeyKind.Columns, "Columns it holds for, each by itself.") { Required = true },
            new("against", RuleKeyKind.Path, "A file of any format, or a saved profile state, relative to the file of rules.") { Required = true },
            new("max-psi", RuleKeyKind.Number, "Largest population stability index; 0.1 is small, 0.25 large.") { Default = "0.25" },
            new("new-values", RuleKeyKind.Choice, "Whether values may occur that the reference lacks.") { Choices = ["allow", "forbid"], Default = "allow" },
        ], static reader => new DistributionRule(reader))
    { JudgesRows = false, TakesWhere = false };

    public override IReadOnlyList<string> Files => [_path];

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => columns.Select(column => new Run(this, column));

    private sealed class Run(DistributionRule rule, string column) : RuleRun(rule, [column])
    {
        public override void Map(RecordBatch batch, RulePart part)
        {
        }

        public override void Fold(RecordBatch batch, RulePart part)
        {
        }

        public override RuleOutcome Finish(CheckInputs inputs)
        {
            ComparisonSide before = inputs.Shared("profile of " + rule._path, i => i.ProfileOf(rule._path));
            ComparisonSide after = inputs.Shared("profile of column " + column, i => ProfileRun.Run(i.Passes, i.Main, new ProfileOptions { Columns = [column], MostAssociations = 0, Duplicates = false }).Side(i.MainName));
            ColumnShift? shift = DatasetComparison.Of(before, after).Columns.FirstOrDefault(c => c.Name == column);
            if (shift?.Psi is not { } psi)
            {
                return new RuleOutcome(false, shift is null ? $"{rule._shown} has no column '{column}' to compare with." : $"'{column}' has neither numbers nor categories on both sides that could be compared.");
            }

            bool isNew = rule._new && shift.NewValues.Count > 0;
            return new RuleOutcome(psi <= rule._max && !isNew,
                isNew ? $"'{column}' has values that {rule._shown} lacks: {RuleWords.List([.. shift.NewValues.Select(static v => v.Value)])}."
                    : $"The population stability index of '{column}' against {rule._shown} is {RuleWords.Number(Math.Round(psi, 3))}, at most {RuleWords.Number(rule._max)} declared.")
            { Figure = psi, FigureName = "population stability index", Threshold = rule._max, Checked = after.Rows, Value = isNew ? shift.NewValues[0].Value : null };
        }
    }
}
