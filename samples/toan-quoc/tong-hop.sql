-- Tổng hợp nhiều tỉnh từ các thư mục do “tonghop export --format parquet” ghi ra.
-- Chạy bằng DuckDB tại thư mục đó; Spark và Trino đọc cùng các thư mục period=… này như phân vùng.

-- Nhiệm vụ theo đầu mối và kỳ: tổng, hoàn thành, quá hạn, chưa có báo cáo. Thôi giao không tính.
CREATE OR REPLACE VIEW nhiem_vu_theo_ky AS
SELECT period, desk,
       count(*) FILTER (WHERE class <> 'withdrawn') AS total,
       count(*) FILTER (WHERE class LIKE 'done%') AS done,
       count(*) FILTER (WHERE class = 'overdue') AS overdue,
       count(*) FILTER (WHERE class = 'no_report') AS no_report
FROM read_parquet('nhiem-vu/*/*.parquet', hive_partitioning = true)
GROUP BY period, desk;

-- Chỉ tiêu theo đầu mối và kỳ: tổng, đạt và vượt.
CREATE OR REPLACE VIEW chi_tieu_theo_ky AS
SELECT period, desk, count(*) AS total, count(*) FILTER (WHERE class IN ('met', 'exceeded')) AS reached
FROM read_parquet('chi-tieu/*/*.parquet', hive_partitioning = true)
GROUP BY period, desk;

-- Báo cáo đúng hạn theo đầu mối và kỳ.
CREATE OR REPLACE VIEW dung_han_theo_ky AS
SELECT period, desk,
       count(*) FILTER (WHERE standing <> 'exempt') AS must_report,
       count(*) FILTER (WHERE standing = 'on_time') AS on_time
FROM read_parquet('tinh-hinh/*/*.parquet', hive_partitioning = true)
GROUP BY period, desk;

-- Toàn quốc: tỷ lệ tính từ tổng, không lấy trung bình các tỷ lệ.
CREATE OR REPLACE VIEW toan_quoc AS
SELECT period, sum(total) AS total, sum(done) AS done, sum(overdue) AS overdue,
       round(100.0 * sum(done) / nullif(sum(total), 0)) AS done_percent
FROM nhiem_vu_theo_ky
GROUP BY period
ORDER BY period;

-- Nhiệm vụ chuyển sang hoàn thành trong kỳ, từng việc.
CREATE OR REPLACE VIEW moi_hoan_thanh AS
SELECT period, desk, code, content, leads, completed_on
FROM read_parquet('nhiem-vu/*/*.parquet', hive_partitioning = true)
WHERE class LIKE 'done%' AND previous_class IS NOT NULL AND previous_class NOT LIKE 'done%'
ORDER BY period, desk, code;
