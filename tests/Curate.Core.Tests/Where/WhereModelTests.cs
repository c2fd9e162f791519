using System.Globalization;
using Curate.Core.Data;

namespace Curate.Core.Tests.Where;

/// <summary>Random expressions over random tables, against an interpreter that looks at one row at a time.</summary>
public sealed class WhereModelTests
{
    private static readonly string[] s_texts = ["", "a", "ab", "b", "ba", "é", "aé", "%", "it's", "zz"];
    private static readonly long[] s_wholes = [0, 1, -1, 2, 7, 9007199254740992, 9007199254740993, -9007199254740993, long.MaxValue, long.MinValue];
    private static readonly double[] s_numbers = [0, -0.0, 0.5, 1, -1, 2.25, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 9007199254740992.0, 9.2233720368547758e18, 0.1];
    private static readonly string[] s_literals = ["0", "1", "-1", "0.5", "2.25", "0.1", "9007199254740993", "9007199254740992", "-9007199254740993", "9223372036854775807", "9223372036854775808", "1e3", "-2.75"];

    private sealed record Model(string Text, Func<int, bool?> At);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Evaluate_equals_the_row_by_row_interpreter(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 400; round++)
        {
            int rows = random.Next(4) == 0 ? 0 : random.Next(1, 200);
            object?[] Values<T>(T[] pool) => [.. Enumerable.Range(0, rows).Select(_ => random.Next(5) == 0 ? null : (object?)pool[random.Next(pool.Length)])];
            var data = new Dictionary<string, object?[]>
            {
                ["t"] = Values(s_texts),
                ["u"] = Values(s_texts),
                ["w"] = Values(s_wholes),
                ["x"] = Values(s_wholes),
                ["n"] = Values(s_numbers),
                ["p"] = Values(s_numbers),
                ["f"] = Values([true, false]),
            };
            var table = new WhereTable();
            foreach ((string name, object?[] values) in data)
            {
                table.Add(name, name switch { "t" or "u" => ColumnKind.Text, "w" or "x" => ColumnKind.Whole, "f" => ColumnKind.Flag, _ => ColumnKind.Number }, values);
            }

            Model model = Expression(random, data, random.Next(6));
            bool[] kept = table.Keep(model.Text);
            for (int row = 0; row < rows; row++)
            {
                Assert.True(kept[row] == (model.At(row) == true), $"seed {seed}, round {round}, row {row}: {model.Text}");
            }
        }
    }

    private static Model Expression(Random random, Dictionary<string, object?[]> data, int depth)
    {
        if (depth == 0)
        {
            return Condition(random, data);
        }

        Model a = Expression(random, data, depth - 1);
        Model b = Expression(random, data, random.Next(depth));
        return random.Next(3) switch
        {
            0 => new($"({a.Text}) and ({b.Text})", row => (a.At(row), b.At(row)) switch
            {
                (false, _) or (_, false) => false,
                (true, true) => true,
                _ => null,
            }),
            1 => new($"({a.Text}) or ({b.Text})", row => (a.At(row), b.At(row)) switch
            {
                (true, _) or (_, true) => true,
                (false, false) => false,
                _ => null,
            }),
            _ => new($"not ({a.Text})", row => !a.At(row)),
        };
    }

    private static Model Condition(Random random, Dictionary<string, object?[]> data)
    {
        string column = data.Keys.ElementAt(random.Next(data.Count));
        object?[] values = data[column];
        if (random.Next(8) == 0)
        {
            bool not = random.Next(2) == 0;
            return new($"{column} is {(not ? "not " : "")}null", row => values[row] is null != not);
        }

        if (column == "f")
        {
            return new("f", row => (bool?)values[row]);
        }

        bool text = column is "t" or "u";
        switch (random.Next(text ? 5 : 4))
        {
            case 0:
                string op = Operator(random);
                string literal = Literal(random, text);
                bool mirrored = random.Next(4) == 0;
                string shown = mirrored ? $"{literal} {Mirror(op)} {column}" : $"{column} {op} {literal}";
                return new(shown, row => values[row] is { } v ? Holds(op, Order(v, Value(literal))) : null);
            case 1:
                string other = (column, random.Next(2)) switch { ("t", _) => "u", ("u", _) => "t", (_, 0) => "x", _ => "p" };
                string between = Operator(random);
                object?[] others = data[other];
                return new($"{column} {between} {other}", row => values[row] is { } v && others[row] is { } o ? Holds(between, Order(v, o)) : null);
            case 2:
                string[] list = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Literal(random, text))];
                bool notIn = random.Next(2) == 0;
                return new($"{column} {(notIn ? "not " : "")}in ({string.Join(", ", list)})", row => values[row] is { } v
                    ? notIn ? list.All(l => Holds("!=", Order(v, Value(l)))) : list.Any(l => Holds("=", Order(v, Value(l))))
                    : null);
            case 3:
                string low = Literal(random, text);
                string high = Literal(random, text);
                bool outside = random.Next(2) == 0;
                return new($"{column} {(outside ? "not " : "")}between {low} and {high}", row => values[row] is { } v
                    ? outside ? Holds("<", Order(v, Value(low))) || Holds(">", Order(v, Value(high))) : Holds(">=", Order(v, Value(low))) && Holds("<=", Order(v, Value(high)))
                    : null);
            default:
                string pattern = string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => "ab%_é%"[random.Next(6)]));
                return new($"{column} like '{pattern}'", row => values[row] is string v ? Like(pattern, v) : null);
        }
    }

    private static string Literal(Random random, bool text) =>
        text ? "'" + s_texts[random.Next(s_texts.Length)].Replace("'", "''", StringComparison.Ordinal) + "'" : s_literals[random.Next(s_literals.Length)];

    /// <summary>A text, or an exact decimal; a literal with a fraction meets doubles as the nearest double, which the literals here with a fraction but 0.1 equal.</summary>
    private static object Value(string literal) => literal[0] == '\''
        ? literal[1..^1].Replace("''", "'", StringComparison.Ordinal)
        : decimal.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Operator(Random random) => new[] { "=", "!=", "<", "<=", ">", ">=" }[random.Next(6)];

    private static string Mirror(string op) => op switch { "<" => ">", "<=" => ">=", ">" => "<", ">=" => "<=", _ => op };

    private static bool Holds(string op, int? order) => order is { } o && op switch
    {
        "=" => o == 0,
        "!=" => o != 0,
        "<" => o < 0,
        "<=" => o <= 0,
        ">" => o > 0,
        _ => o >= 0,
    };

    private static int? Order(object a, object b)
    {
        if (a is string s)
        {
            return string.CompareOrdinal(s, (string)b);
        }

        if (a is double.NaN || b is double.NaN)
        {
            return null;
        }

        if (a is double d && b is decimal m && m != Math.Floor(m))
        {
            return d.CompareTo((double)m);
        }

        if (a is double x && b is double y)
        {
            return x < y ? -1 : x > y ? 1 : 0;
        }

        return a is double i && double.IsInfinity(i) ? Math.Sign(i) : b is double j && double.IsInfinity(j) ? -Math.Sign(j) : Exact(a).CompareTo(Exact(b));
    }

    // Converting a double to decimal rounds to 15 digits, so whole doubles go through integers.
    private static decimal Exact(object value) => value switch
    {
        double d when d == Math.Floor(d) => (decimal)new System.Numerics.BigInteger(d),
        double d => (decimal)d,
        long l => l,
        _ => (decimal)value,
    };

    private static bool Like(string pattern, string text) => pattern.Length == 0
        ? text.Length == 0
        : pattern[0] == '%'
            ? Like(pattern[1..], text) || (text.Length > 0 && Like(pattern, text[1..]))
            : text.Length > 0 && (pattern[0] == '_' || pattern[0] == text[0]) && Like(pattern[1..], text[1..]);
}
