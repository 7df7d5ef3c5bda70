@echo off
rem Bấm chuột phải, chọn "Run as administrator" để đặt lịch cho Windows Task Scheduler.
chcp 65001 >nul
schtasks /Create /F /TN "tonghop - 5 phut" /SC WEEKLY /D MON,TUE,WED,THU,FRI /ST 07:00 /RI 5 /DU 11:00 /TR "\"{PROGRAM}\" -C \"{WORKSPACE}\" run -q"
schtasks /Create /F /TN "tonghop - truoc han nop" /SC WEEKLY /D FRI /ST 10:50 /RI 1 /DU 00:16 /TR "\"{PROGRAM}\" -C \"{WORKSPACE}\" run -q"
schtasks /Create /F /TN "tonghop - truoc han tong hop" /SC WEEKLY /D FRI /ST 15:20 /RI 1 /DU 00:11 /TR "\"{PROGRAM}\" -C \"{WORKSPACE}\" run -q"
pause
