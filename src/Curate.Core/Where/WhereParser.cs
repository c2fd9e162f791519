using Curate.Core.Data;

namespace Curate.Core.Where;

/// <summary>
/// Recursive descent over the tokens: or, and, not, then one condition. Depth is limited so that no input can exhaust the stack.
/// </summary>
internal sealed class WhereParser(string text)
{
    /// <summary>Parentheses and <c>not</c> within each other.</summary>
    public const int DepthLimit = 200;

    private static readonly string[] s_reserved = ["and", "or", "not", "in", "is", "null", "like", "ilike", "between", "true", "false"];

    private readonly List<WhereToken> _tokens = WhereTokenizer.Tokens(text);
    private int _next;
    private int _depth;

    private WhereToken Ahead => _tokens[_next];

    public WhereNode Parse()
    {
        WhereNode node = Either();
        if (Ahead.Kind != WhereTokenKind.End)
        {
            Expected("'and', 'or' or the end");
        }

        return node;
    }

    private WhereNode Either() => Chain("or", isAnd: false);

    private WhereNode Both() => Chain("and", isAnd: true);

    private WhereNode Chain(string keyword, bool isAnd)
    {
        WhereNode first = isAnd ? Negation() : Both();
        if (!Ahead.Is(keyword))
        {
            return first;
        }

        var parts = new List<WhereNode> { first };
        while (Take(keyword))
        {
            parts.Add(isAnd ? Negation() : Both());
        }

        return new WhereNode.Group(isAnd, parts, first.At);
    }

    private WhereNode Negation()
    {
        WhereToken at = Ahead;
        if (++_depth > DepthLimit)
        {
            WhereFault.Throw(text, at.At, "the expression is nested more than 200 deep", "Flatten it: chains of and, or, in (...) have no limit.");
        }

        WhereNode node;
        if (Take("not"))
        {
            node = new WhereNode.Not(Negation(), at.At);
        }
        else if (TakeSign("("))
        {
            node = Either();
            if (!TakeSign(")"))
            {
                Expected("')'");
            }
        }
        else
        {
            node = Condition();
        }

        _depth--;
        return node;
    }

    private WhereNode Condition()
    {
        WhereToken at = Ahead;
        if (TryLiteral(out WhereLiteral? literal))
        {
            if (!TryOperator(out WhereOperator flipped))
            {
                return literal.Kind == WhereLiteralKind.Flag
                    ? new WhereNode.Constant(literal.Text == "true", at.At)
                    : Expected<WhereNode>("an operator such as = or <");
            }

            if (!TryColumn(out string? right))
            {
                return Expected<WhereNode>("a column name; a comparison needs a column");
            }

            return new WhereNode.Compare(right, Mirror(flipped), literal, at.At);
        }

        if (!TryColumn(out string? column))
        {
            return Expected<WhereNode>("a column name, a value, 'not' or '('");
        }

        if (TryOperator(out WhereOperator op))
        {
            if (TryLiteral(out literal))
            {
                return new WhereNode.Compare(column, op, literal, at.At);
            }

            if (Ahead.Is("null"))
            {
                WhereFault.Throw(text, Ahead.At, "nothing is equal to null", $"Write {column} is null, or {column} is not null.");
            }

            return TryColumn(out string? other)
                ? new WhereNode.CompareColumns(column, op, other, at.At)
                : Expected<WhereNode>("a value or a column name");
        }

        if (Take("is"))
        {
            bool isNot = Take("not");
            return Take("null") ? new WhereNode.IsNull(column, isNot, at.At) : Expected<WhereNode>("'null' or 'not null'");
        }

        bool negated = Take("not");
        if (Take("in"))
        {
            return new WhereNode.In(column, List(), negated, at.At);
        }

        if (Take("between"))
        {
            return Between(column, negated, at.At);
        }

        if (Ahead.Is("like") || Ahead.Is("ilike"))
        {
            bool ignoreCase = Ahead.Is("ilike");
            _next++;
            WhereToken pattern = Ahead;
            if (pattern.Kind != WhereTokenKind.Text)
            {
                return Expected<WhereNode>("a pattern in single quotes");
            }

            _next++;
            return new WhereNode.Like(column, pattern.Text, ignoreCase, negated, at.At);
        }

        return negated ? Expected<WhereNode>("'in', 'like', 'ilike' or 'between'") : new WhereNode.Bare(column, at.At);
    }

    private WhereNode.Group Between(string column, bool negated, int at)
    {
        if (!TryLiteral(out WhereLiteral? low))
        {
            return Expected<WhereNode.Group>("a value");
        }

        if (!Take("and"))
        {
            return Expected<WhereNode.Group>("'and' and the upper value");
        }

        if (!TryLiteral(out WhereLiteral? high))
        {
            return Expected<WhereNode.Group>("a value");
        }

        // The negation is spelled out, so that NaN is outside of both forms as it is with every comparison.
        return negated
            ? new(false, [new WhereNode.Compare(column, WhereOperator.Less, low, at), new WhereNode.Compare(column, WhereOperator.Greater, high, at)], at)
            : new(true, [new WhereNode.Compare(column, WhereOperator.GreaterOrEqual, low, at),
                new WhereNode.Compare(column, WhereOperator.LessOrEqual, high, at)], at);
    }

    private List<WhereLiteral> List()
    {
        var literals = new List<WhereLiteral>();
        if (!TakeSign("("))
        {
            Expected("'('");
        }

        do
        {
            if (Ahead.Is("null"))
            {
                WhereFault.Throw(text, Ahead.At, "nothing is equal to null", "Take null out of the list and add: or ... is null.");
            }

            literals.Add(TryLiteral(out WhereLiteral? literal) ? literal : Expected<WhereLiteral>("a value"));
        }
        while (TakeSign(","));

        if (!TakeSign(")"))
        {
            Expected("',' or ')'");
        }

        return literals;
    }

    private bool TryLiteral([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out WhereLiteral? literal)
    {
        WhereToken at = Ahead;
        literal = null;
        if (at.Kind == WhereTokenKind.Text)
        {
            literal = new(WhereLiteralKind.Text, at.Text, at.At);
        }
        else if (at.Kind == WhereTokenKind.Number)
        {
            if (!WhereNumber.TryParse(at.Text, out _))
            {
                WhereFault.Throw(text, at.At, $"'{at.Text}' is not a number",
                    "Numbers look like 12, -0.5 or 1e6; a column name that starts with a digit goes in double quotes.");
            }

            literal = new(WhereLiteralKind.Number, at.Text, at.At);
        }
        else if (at.Is("true") || at.Is("false"))
        {
            literal = new(WhereLiteralKind.Flag, at.Text.ToLowerInvariant(), at.At);
        }
        else if ((at.Is("date") || at.Is("time") || at.Is("timestamp")) && _tokens[_next + 1] is { Kind: WhereTokenKind.Text } quoted)
        {
            if (!MomentText.TryTime(System.Text.Encoding.UTF8.GetBytes(quoted.Text), out _))
            {
                WhereFault.Throw(text, quoted.At, $"'{quoted.Text}' is not a date", "Dates look like 2024-01-31 or 2024-01-31T12:30:00Z.");
            }

            literal = new(WhereLiteralKind.Time, quoted.Text, at.At);
            _next++;
        }
        else
        {
            return false;
        }

        _next++;
        return true;
    }

    private bool TryColumn([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? column)
    {
        WhereToken at = Ahead;
        column = null;
        bool isName = at.Kind == WhereTokenKind.QuotedName
            || (at.Kind == WhereTokenKind.Word && !s_reserved.Contains(at.Text, StringComparer.OrdinalIgnoreCase));
        if (isName)
        {
            column = at.Text;
            _next++;
        }

        return isName;
    }

    private bool TryOperator(out WhereOperator op)
    {
        WhereOperator? found = Ahead.Kind != WhereTokenKind.Sign ? null : Ahead.Text switch
        {
            "=" or "==" => WhereOperator.Equal,
            "!=" or "<>" => WhereOperator.NotEqual,
            "<" => WhereOperator.Less,
            "<=" => WhereOperator.LessOrEqual,
            ">" => WhereOperator.Greater,
            ">=" => WhereOperator.GreaterOrEqual,
            _ => null,
        };
        op = found.GetValueOrDefault();
        _next += found is null ? 0 : 1;
        return found is not null;
    }

    private static WhereOperator Mirror(WhereOperator op) => op switch
    {
        WhereOperator.Less => WhereOperator.Greater,
        WhereOperator.LessOrEqual => WhereOperator.GreaterOrEqual,
        WhereOperator.Greater => WhereOperator.Less,
        WhereOperator.GreaterOrEqual => WhereOperator.LessOrEqual,
        _ => op,
    };

    private bool Take(string keyword)
    {
        bool taken = Ahead.Is(keyword);
        _next += taken ? 1 : 0;
        return taken;
    }

    private bool TakeSign(string sign)
    {
        bool taken = Ahead.IsSign(sign);
        _next += taken ? 1 : 0;
        return taken;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void Expected(string what)
    {
        WhereToken at = Ahead;
        string found = at.Kind == WhereTokenKind.End ? "the end" : Errors.Fail.Show(at.Text);
        string? hint = at.Kind == WhereTokenKind.Word && s_reserved.Contains(at.Text, StringComparer.OrdinalIgnoreCase)
            ? $"If {at.Text} is a column, put it in double quotes."
            : null;
        WhereFault.Throw(text, at.At, $"expected {what}, found {found}", hint);
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private T Expected<T>(string what)
    {
        Expected(what);
        return default;
    }
}
