using Curate.Core.Data;

namespace Curate.Core.Tests.Data;

public class ColumnNullTests
{
    [Fact]
    public void A_null_far_before_the_last_row_leaves_the_others_present()
    {
        var column = new WholeColumn();
        column.Append(1);
        column.AppendNull();
        column.Reserve(9000).Fill(7);
        Assert.Equal(9002, column.Count);
        Assert.Equal([1], Enumerable.Range(0, column.Count).Where(column.IsNull));
        Assert.Equal(7, column[9001]);
    }

    [Fact]
    public void Vectors_reserved_together_stand_row_after_row()
    {
        var column = new VectorColumn();
        column.AppendNull();
        column.Reserve(2, 3).Fill(5);
        column.Append([1, 2]);
        Assert.Equal(5, column.Count);
        Assert.Equal([0, 0], column[0].ToArray());
        Assert.Equal([5, 5], column[3].ToArray());
        Assert.Equal([1, 2], column[4].ToArray());
        Assert.True(column.IsNull(0) && !column.IsNull(4));
    }
}
