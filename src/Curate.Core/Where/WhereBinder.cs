using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Core.Where;

/// <summary>Type-checks an expression and lays it out as a postfix program over leaves.</summary>
internal sealed class WhereBinder(string text, IReadOnlyDictionary<string, ColumnKind> kinds, IReadOnlyDictionary<string, int>? scales,
    IReadOnlyList<string> columns)
{
    private readonly List<WhereStep> _steps = [];

    public BoundWhere Bind(WhereNode root)
    {
        var requests = new ColumnRequest[columns.Count];
        for (int i = 0; i < requests.Length; i++)
        {
            if (!kinds.TryGetValue(columns[i], out ColumnKind kind))
            {
                string? nearest = NameSuggestions.Nearest(columns[i], kinds.Keys);
                Fail.With(ErrorCodes.UnknownColumn, $"--where uses the column {Fail.Show(columns[i])}, which the input does not have."
                    + (nearest is null ? "" : $" Did you mean {Fail.Show(nearest)}?"), "Texts stand in single quotes, column names bare or in double quotes.");
            }

            requests[i] = new ColumnRequest(columns[i], kind) { Scale = scales is not null && scales.TryGetValue(columns[i], out int scale) ? scale : 0 };
        }

        int depth = Emit(root);
        return new BoundWhere(requests, [.. _steps], depth);
    }

    /// <summary>Appends the steps of a node and gives how many results stand on the stack at most.</summary>
    private int Emit(WhereNode node)
    {
        switch (node)
        {
            case WhereNode.Group group:
                int depth = Emit(group.Parts[0]);
                for (int i = 1; i < group.Parts.Count; i++)
                {
                    depth = Math.Max(depth, 1 + Emit(group.Parts[i]));
                    _steps.Add(new(group.IsAnd ? WhereStepKind.And : WhereStepKind.Or, null));
                }

                return depth;
            case WhereNode.Not not:
                int inner = Emit(not.Inner);
                _steps.Add(new(WhereStepKind.Not, null));
                return inner;
            case WhereNode.In { Negated: var negated } list when KindOf(list.Column) is ColumnKind.Decimal or ColumnKind.Flag:
                WhereOperator op = negated ? WhereOperator.NotEqual : WhereOperator.Equal;
                IEnumerable<WhereNode> each = list.Literals.Select(literal => new WhereNode.Compare(list.Column, op, literal, list.At));
                return Emit(new WhereNode.Group(negated, [.. each], list.At));
            default:
                _steps.Add(new(WhereStepKind.Leaf, Leaf(node)));
                return 1;
        }
    }

    private WhereLeaf Leaf(WhereNode node)
    {
        switch (node)
        {
            case WhereNode.Constant constant:
                return new ConstantLeaf(constant.Value);
            case WhereNode.IsNull isNull:
                return new NullLeaf(Index(isNull.Column), !isNull.Negated);
            case WhereNode.Bare bare:
                if (KindOf(bare.Column) != ColumnKind.Flag)
                {
                    Wrong(bare.At, bare.Column, "which is not a condition by itself", $"Compare it with a value, or write {bare.Column} is not null.");
                }

                return new FlagLeaf(Index(bare.Column), true);
            case WhereNode.Like like:
                if (KindOf(like.Column) != ColumnKind.Text)
                {
                    Wrong(like.At, like.Column, "and like needs text", $"Compare it with <, = or between, or read it as text with --types {like.Column}=text.");
                }

                return new LikeLeaf(Index(like.Column), new LikePattern(like.Pattern, like.IgnoreCase), like.Negated);
            case WhereNode.Compare compare:
                return Compare(compare);
            case WhereNode.CompareColumns pair:
                return Pair(pair);
            case WhereNode.In list:
                return In(list);
            default:
                throw new InvalidOperationException("Every kind of node is handled.");
        }
    }

    private WhereLeaf Compare(WhereNode.Compare node)
    {
        int index = Index(node.Column);
        bool negated = node.Operator == WhereOperator.NotEqual;
        switch (KindOf(node.Column))
        {
            case ColumnKind.Text:
                return new TextCompareLeaf(index, node.Operator, Utf8(TextOf(node.Column, node.Literal)));
            case ColumnKind.Whole:
                (BigInteger low, BigInteger high) = NumberOf(node.Column, node.Literal).Units(node.Operator, 0, long.MinValue, long.MaxValue);
                return new LongRangeLeaf(index, (long)low, (long)high, negated);
            case ColumnKind.Number:
                (double least, double most) = NumberOf(node.Column, node.Literal).Doubles(node.Operator);
                return new NumberRangeLeaf(index, least, most, negated);
            case ColumnKind.Decimal:
                return new DecimalLeaf(index, node.Operator, NumberOf(node.Column, node.Literal));
            case ColumnKind.Date or ColumnKind.Time:
                return Moment(index, node.Operator, MicrosOf(node.Column, node.Literal));
            case ColumnKind.Flag:
                if (node.Literal.Kind != WhereLiteralKind.Flag || node.Operator > WhereOperator.NotEqual)
                {
                    Wrong(node.Literal.At, node.Column, "which is only equal or not equal to true or false",
                        $"Write {node.Column}, not {node.Column}, or {node.Column} = true.");
                }

                return new FlagLeaf(index, (node.Literal.Text == "true") != negated);
            default:
                Opaque(node.At, node.Column);
                return null;
        }
    }

    private static LongRangeLeaf Moment(int index, WhereOperator op, long micros) => op switch
    {
        WhereOperator.Less => new(index, long.MinValue, micros - 1, false),
        WhereOperator.LessOrEqual => new(index, long.MinValue, micros, false),
        WhereOperator.Greater => new(index, micros + 1, long.MaxValue, false),
        WhereOperator.GreaterOrEqual => new(index, micros, long.MaxValue, false),
        _ => new(index, micros, micros, op == WhereOperator.NotEqual),
    };

    private WhereLeaf In(WhereNode.In node)
    {
        int index = Index(node.Column);
        switch (KindOf(node.Column))
        {
            case ColumnKind.Text:
                byte[][] texts = [.. node.Literals.Select(literal => Utf8(TextOf(node.Column, literal)))];
                Array.Sort(texts, static (a, b) => TextInLeaf.Order(a, b));
                return new TextInLeaf(index, texts, node.Negated);
            case ColumnKind.Whole:
                var longs = new List<long>();
                foreach (WhereLiteral literal in node.Literals)
                {
                    (BigInteger low, BigInteger high) = NumberOf(node.Column, literal).Units(WhereOperator.Equal, 0, long.MinValue, long.MaxValue);
                    if (low <= high)
                    {
                        longs.Add((long)low);
                    }
                }

                longs.Sort();
                return new LongInLeaf(index, [.. longs], node.Negated);
            case ColumnKind.Number:
                var doubles = new List<double>();
                foreach (WhereLiteral literal in node.Literals)
                {
                    (double low, double high) = NumberOf(node.Column, literal).Doubles(WhereOperator.Equal);
                    if (low <= high)
                    {
                        doubles.Add(low + 0.0);
                    }
                }

                doubles.Sort();
                return new NumberInLeaf(index, [.. doubles], node.Negated);
            case ColumnKind.Date or ColumnKind.Time:
                long[] moments = [.. node.Literals.Select(literal => MicrosOf(node.Column, literal))];
                Array.Sort(moments);
                return new LongInLeaf(index, moments, node.Negated);
            default:
                Opaque(node.At, node.Column);
                return null;
        }
    }

    private ColumnsLeaf Pair(WhereNode.CompareColumns node)
    {
        ColumnKind a = KindOf(node.Left);
        ColumnKind b = KindOf(node.Right);
        bool comparable = (a, b) switch
        {
            (ColumnKind.Whole or ColumnKind.Number, ColumnKind.Whole or ColumnKind.Number) => true,
            (ColumnKind.Date or ColumnKind.Time, ColumnKind.Date or ColumnKind.Time) => true,
            (ColumnKind.Flag, ColumnKind.Flag) => node.Operator <= WhereOperator.NotEqual,
            (ColumnKind.Text, ColumnKind.Text) or (ColumnKind.Decimal, ColumnKind.Decimal) => true,
            _ => false,
        };
        if (!comparable)
        {
            WhereFault.Throw(text, node.At,
                $"{node.Left} is {ValueText.NameOf(a)} and {node.Right} is {ValueText.NameOf(b)}, which cannot be compared this way",
                a != b ? $"Give both one kind with --types, for instance {node.Left}={ValueText.NameOf(b)}; a text value stands in single quotes." : null);
        }

        return new(Index(node.Left), node.Operator, Index(node.Right));
    }

    private string TextOf(string column, WhereLiteral literal)
    {
        if (literal.Kind != WhereLiteralKind.Text)
        {
            string kind = literal.Kind == WhereLiteralKind.Flag ? "flag" : "number";
            Wrong(literal.At, column, $"and {literal.Text} is not", literal.Kind == WhereLiteralKind.Time
                ? $"Read the column as dates with --types {column}=date."
                : $"Put the value in single quotes: '{literal.Text}', or give the column a kind with --types {column}={kind}.");
        }

        return literal.Text;
    }

    private WhereNumber NumberOf(string column, WhereLiteral literal)
    {
        if (literal.Kind != WhereLiteralKind.Number || !WhereNumber.TryParse(literal.Text, out WhereNumber number))
        {
            bool quotedNumber = literal.Kind == WhereLiteralKind.Text && WhereNumber.TryParse(literal.Text, out _);
            Wrong(literal.At, column, $"and {Fail.Show(literal.Text)} is not a number", quotedNumber
                ? $"Write {literal.Text} without quotes."
                : $"Compare it with a number, or read it as text with --types {column}=text.");
            return null;
        }

        return number;
    }

    private long MicrosOf(string column, WhereLiteral literal)
    {
        long micros = 0;
        if (literal.Kind is not (WhereLiteralKind.Text or WhereLiteralKind.Time) || !MomentText.TryTime(Utf8(literal.Text), out micros))
        {
            Wrong(literal.At, column, $"and {Fail.Show(literal.Text)} is not a date", "Dates look like '2024-01-31' or '2024-01-31T12:30:00Z'.");
        }

        return micros;
    }

    private ColumnKind KindOf(string column) => kinds[column];

    private int Index(string column)
    {
        for (int i = 0; ; i++)
        {
            if (columns[i] == column)
            {
                return i;
            }
        }
    }

    private static byte[] Utf8(string value) => Encoding.UTF8.GetBytes(value);

    [DoesNotReturn]
    private void Wrong(int at, string column, string fault, string hint) =>
        WhereFault.Throw(text, at, $"{column} is {ValueText.NameOf(KindOf(column))}, {fault}", hint);

    [DoesNotReturn]
    private void Opaque(int at, string column) => Wrong(at, column, "which only takes is null and is not null",
        KindOf(column) == ColumnKind.Json ? $"Name a value inside it: {column}.name." : "Choose another column.");
}
