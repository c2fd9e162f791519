using Curate.Core.Data;

namespace Curate.Core.Where;

/// <summary>
/// A parsed <c>--where</c> expression: comparisons (<c>= == != &lt;&gt; &lt; &lt;= &gt; &gt;=</c>) of a column with a value or another column,
/// <c>and or not</c>, parentheses, <c>[not] in (...)</c>, <c>is [not] null</c>, <c>[not] like</c> and <c>ilike</c> with <c>%</c> and <c>_</c>,
/// <c>[not] between a and b</c>, and a flag column by itself. Texts stand in single quotes, column names bare, in double quotes or in backticks.
/// </summary>
/// <remarks>
/// Logic is that of SQL: a comparison with null is unknown, and rows for which the whole is not true are out. Comparisons with NaN are false,
/// <c>!=</c>, <c>not in</c> and <c>not between</c> included.
/// </remarks>
public sealed class WhereExpression
{
    private readonly WhereNode _root;

    private WhereExpression(string text, WhereNode root)
    {
        Text = text;
        _root = root;
        var names = new List<string>();
        Collect(root, names);
        Columns = names;
    }

    /// <summary>The expression as given.</summary>
    public string Text { get; }

    /// <summary>The columns used, each once, in order of first use.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <exception cref="Errors.CurateException">The text is no expression; the message shows the place with a caret and what was expected.</exception>
    public static WhereExpression Parse(string text) => new(text, new WhereParser(text).Parse());

    /// <summary>Checks the expression against the kinds of its columns and makes it ready to run.</summary>
    /// <param name="kinds">The kind of every column used; others may stand in it too.</param>
    /// <param name="scales">Digits after the point of decimal columns.</param>
    /// <exception cref="Errors.CurateException">An unknown column, or a value that does not go with the kind of its column.</exception>
    public BoundWhere Bind(IReadOnlyDictionary<string, ColumnKind> kinds, IReadOnlyDictionary<string, int>? scales = null)
    {
        var binder = new WhereBinder(Text, kinds, scales, Columns);
        return binder.Bind(_root);
    }

    private static void Collect(WhereNode node, List<string> names)
    {
        switch (node)
        {
            case WhereNode.Group group:
                foreach (WhereNode part in group.Parts)
                {
                    Collect(part, names);
                }

                return;
            case WhereNode.Not not:
                Collect(not.Inner, names);
                return;
            case WhereNode.CompareColumns pair:
                Add(pair.Left, names);
                Add(pair.Right, names);
                return;
        }

        string? name = node switch
        {
            WhereNode.Bare bare => bare.Column,
            WhereNode.Compare compare => compare.Column,
            WhereNode.In list => list.Column,
            WhereNode.IsNull isNull => isNull.Column,
            WhereNode.Like like => like.Column,
            _ => null,
        };
        if (name is not null)
        {
            Add(name, names);
        }
    }

    private static void Add(string name, List<string> names)
    {
        if (!names.Contains(name, StringComparer.Ordinal))
        {
            names.Add(name);
        }
    }
}
