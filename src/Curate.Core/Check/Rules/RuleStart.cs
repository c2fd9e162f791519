using Curate.Core.Data;
using Curate.Core.Errors;
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

    /// <summary>The place of columns that have to stand beside each other.</summary>
    public int Block(IReadOnlyList<ColumnRequest> columns)
    {
        int first = _requests.Count;
        _requests.AddRange(columns);
        return first;
    }

    public int[] Columns(IReadOnlyList<string> names) => [.. names.Select(Column)];

    /// <summary>A condition and where its columns begin.</summary>
    public (BoundWhere Where, int First) Condition(WhereExpression expression)
    {
        if (!_conditions.TryGetValue(expression.Text, out (BoundWhere Where, int First) bound))
        {
            BoundWhere where = Bind(expression);
            bound = (where, _requests.Count);
            _requests.AddRange(where.Columns);
            _conditions.Add(expression.Text, bound);
        }

        return bound;
    }

    /// <summary>
    /// Binds a condition to the kinds of its columns. A column without any value has no kind of its own and takes the first that the condition can be read with, so that
    /// rules written for full columns can be asked of empty ones.
    /// </summary>
    /// <exception cref="CurateException">The condition compares values of kinds that do not go together.</exception>
    private BoundWhere Bind(WhereExpression expression)
    {
        TableSchema schema = inputs.Kinds(expression.Columns);
        Dictionary<string, ColumnKind> kinds = schema.Fields.ToDictionary(static f => f.Name, static f => f.Kind ?? ColumnKind.Text, StringComparer.Ordinal);
        Dictionary<string, int> scales = schema.Fields.ToDictionary(static f => f.Name, static f => f.Scale, StringComparer.Ordinal);
        try
        {
            return expression.Bind(kinds, scales);
        }
        catch (CurateException)
        {
            foreach (ColumnKind kind in (ReadOnlySpan<ColumnKind>)[ColumnKind.Number, ColumnKind.Time, ColumnKind.Flag])
            {
                foreach (string empty in Empty(kinds))
                {
                    kinds[empty] = kind;
                }

                try
                {
                    return expression.Bind(kinds, scales);
                }
                catch (CurateException)
                {
                    // The next kind may do; the first failure is the one that is told.
                }
            }

            throw;
        }
    }

    /// <summary>Columns without values, found once.</summary>
    private IReadOnlyList<string> Empty(Dictionary<string, ColumnKind> kinds) => inputs.Shared("empty of " + string.Join('\0', kinds.Keys), i =>
    {
        string[] texts = [.. kinds.Where(static k => k.Value == ColumnKind.Text).Select(static k => k.Key)];
        bool[] some = new bool[texts.Length];
        i.Passes.Each(i.Main, ReadRequest.Of([.. texts.Select(static t => new ColumnRequest(t, ColumnKind.Text))]), "look for values", batch =>
        {
            for (int c = 0; c < texts.Length; c++)
            {
                some[c] |= batch[c].NullCount < batch.Count;
            }
        });
        return new List<string>(texts.Where((_, c) => !some[c]));
    });
}
