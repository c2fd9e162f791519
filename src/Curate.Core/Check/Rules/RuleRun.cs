using Curate.Core.Data;
using Curate.Core.Where;

namespace Curate.Core.Check.Rules;

/// <summary>A rule on its column or columns while the pass goes on.</summary>
/// <param name="rule">The rule.</param>
/// <param name="columns">The columns it looks at.</param>
internal abstract class RuleRun(Rule rule, IReadOnlyList<string> columns) : IDisposable
{
    public Rule Rule => rule;

    public IReadOnlyList<string> Columns => columns;

    /// <summary>What reports call it.</summary>
    public string Name => rule.GivenName ?? (columns.Count is 0 or > 6 ? rule.Kind.Name : rule.Kind.Name + " " + string.Join(", ", columns));

    /// <summary>The rows that it looks at, set by the start.</summary>
    public (BoundWhere Where, int First)? Limit { get; set; }

    /// <summary>Pure work on one batch, on any thread.</summary>
    public abstract void Map(RecordBatch batch, RulePart part);

    /// <summary>Takes a part in, in row order.</summary>
    public abstract void Fold(RecordBatch batch, RulePart part);

    /// <summary>The outcome, after all rows.</summary>
    public abstract RuleOutcome Finish(CheckInputs inputs);

    public virtual void Dispose()
    {
    }
}
