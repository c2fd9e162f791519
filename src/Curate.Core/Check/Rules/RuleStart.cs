using Curate.Core.Data;
using Curate.Core.Where;

namespace Curate.Core.Check.Rules;

/// <summary>Collects what all rules read, so that one pass serves them.</summary>
internal sealed class RuleStart(CheckInputs inputs)
{
    private readonly List<ColumnRequest> _requests = [];
    private readonly Dictionary<string, (BoundWhere Where, int First)> _conditions = new(StringComparer.Ordinal);

    public CheckInputs Inputs => inputs;

    public ReadRequest Request => new() { Columns = [.. _requests] };

    /// <summary>The place of a column, as text, in the batches of the pass.</summary>
    public int Column(string name)
    {
        int at = _requests.FindIndex(r => r.Name == name && r.Kind == ColumnKind.Text);
        if (at < 0)
        {
            at = _requests.Count;
            _requests.Add(new ColumnRequest(name, ColumnKind.Text));
        }

        return at;
    }

    public int[] Columns(IReadOnlyList<string> names) => [.. names.Select(Column)];

    /// <summary>A condition and where its columns begin.</summary>
    public (BoundWhere Where, int First) Condition(WhereExpression expression)
    {
        if (!_conditions.TryGetValue(expression.Text, out (BoundWhere Where, int First) bound))
        {
            TableSchema kinds = inputs.Kinds(expression.Columns);
            BoundWhere where = expression.Bind(kinds.Fields.ToDictionary(static f => f.Name, static f => f.Kind ?? ColumnKind.Text, StringComparer.Ordinal),
                kinds.Fields.ToDictionary(static f => f.Name, static f => f.Scale, StringComparer.Ordinal));
            bound = (where, _requests.Count);
            _requests.AddRange(where.Columns);
            _conditions.Add(expression.Text, bound);
        }

        return bound;
    }
}
