namespace Curate.Cli.Commands;

/// <summary><c>curate cluster</c>.</summary>
internal static class ClusterCommand
{
    public static CommandSpec Spec { get; } = MethodCommands.Create("cluster", "Puts rows into clusters, as columns: by numbers, embeddings or plain texts.",
    [
        "curate cluster train.csv --scale standard --k auto -o clusters.csv",
        "curate cluster docs.jsonl --text text --k 50 --centroids topics.parquet -o topics.jsonl",
        "curate cluster more.jsonl --method assign --centroids topics.parquet -o more-topics.jsonl",
        "curate cluster images.parquet --method hierarchical-kmeans --embedding vector --levels 10k,1000,100 -o tree.parquet",
    ]);
}
