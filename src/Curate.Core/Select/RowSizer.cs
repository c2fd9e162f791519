using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Select;

/// <summary>Finds how large rows are under a budget of bytes, tokens or cost. Any thread may ask; memory is that of the tokenizer.</summary>
internal sealed class RowSizer : IDisposable
{
    private readonly RowTokens? _tokens;
    private readonly string _cost;

    private RowSizer(Budget budget, RowTokens? tokens, string cost)
    {
        Budget = budget;
        _tokens = tokens;
        _cost = cost;
    }

    /// <summary>What sizes may add up to, of all rows or of each group.</summary>
    public Budget Budget { get; }

    /// <summary>What the budget counts, for messages.</summary>
    public string Unit => UnitOf(Budget.Kind);

    /// <summary>The sizes that a run needs; null where rows count alike.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="sizes">Columns as they were given.</param>
    /// <param name="request">Resolves them.</param>
    /// <exception cref="CurateException">A column is not there, or the vocabulary file cannot be used.</exception>
    public static RowSizer? Of(Budget budget, SizeOptions sizes, StartRequest request)
    {
        if (!budget.IsSized)
        {
            return null;
        }

        RowTokens? tokens = budget.Kind != BudgetKind.Tokens ? null
            : RowTokens.Of(sizes.LengthColumn is null ? request.Column(sizes.Text!) : null, sizes.LengthColumn is { } length ? request.Column(length) : null, sizes.Tokenizer, request);
        return new RowSizer(budget, tokens, budget.Kind == BudgetKind.Cost ? request.Column(sizes.CostColumn!) : "");
    }

    /// <summary>What a budget counts, in a word.</summary>
    public static string UnitOf(BudgetKind kind) => kind switch { BudgetKind.Bytes => "bytes", BudgetKind.Tokens => "tokens", BudgetKind.Cost => "cost", _ => "rows" };

    /// <summary>The read request of some columns and what sizes need after them.</summary>
    /// <param name="columns">Columns that are read anyway; the one that sizes need is added.</param>
    /// <param name="source">Where rows are read.</param>
    /// <exception cref="CurateException">Bytes of records are asked for, and the rows come from files of several formats.</exception>
    public ReadRequest Request(List<ColumnRequest> columns, IRecordSource source)
    {
        if (Budget.Kind == BudgetKind.Cost)
        {
            columns.Add(new ColumnRequest(_cost, ColumnKind.Number));
        }
        else if (_tokens is not null)
        {
            columns.Add(_tokens.Column);
        }

        bool bytes = Budget.Kind == BudgetKind.Bytes;
        if (bytes && source.Layout is null)
        {
            Fail.Usage("--bytes needs rows in one format; these come from several.", "Convert them to one file first, or use --rows.");
        }

        return new ReadRequest { Columns = columns, Payload = bytes };
    }

    /// <summary>The size of each row of a batch.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="column">The place of the column that <see cref="Request"/> added.</param>
    /// <param name="sizes">By row.</param>
    /// <exception cref="CurateException">A size is negative, or not finite.</exception>
    public void Find(RecordBatch batch, int column, Span<double> sizes)
    {
        if (Budget.Kind == BudgetKind.Bytes)
        {
            RowSize.Bytes(batch, sizes);
        }
        else if (_tokens is not null)
        {
            _tokens.Count(batch, column, sizes);
        }
        else
        {
            RowSize.Numbers(batch, column, _cost, sizes);
        }
    }

    /// <summary>Adds to a report how tokens were counted and what the picked rows add up to.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sizes">The size of every row.</param>
    /// <param name="picked">The picked rows.</param>
    public void Report(RowPlan plan, RowValues<double> sizes, IEnumerable<long> picked)
    {
        var all = new Numerics.ExactSum();
        for (long row = 0; row < sizes.Count; row++)
        {
            all.Add(sizes[row]);
        }

        var own = new Numerics.ExactSum();
        long rows = 0;
        foreach (long row in picked)
        {
            own.Add(sizes[row]);
            rows++;
        }

        var table = new ReportTable("budget", "Budget", ["unit", "budget", "all", "selected", "rows"]);
        table.Add(Unit, Budget.Amount, all.ToDouble(), own.ToDouble(), rows);
        plan.Tables.Add(table);
        if (_tokens?.Report() is { } told)
        {
            plan.Tables.Add(told);
        }
    }

    /// <summary>How the vocabulary file was read; null where there is none.</summary>
    public ReportTable? Told() => _tokens?.Report();

    public void Dispose() => _tokens?.Dispose();
}
